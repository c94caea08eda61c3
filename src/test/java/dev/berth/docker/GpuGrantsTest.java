package dev.berth.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.core.DockerClientConfig;
import dev.berth.api.Container.GpuGrant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GpuGrantsTest {
    private static @Nullable GpuGrant grant(String hostConfig, String environment, String defaultRuntime)
            throws JsonProcessingException {
        String json = "{\"Id\":\"x\",\"HostConfig\":{" + hostConfig + "},\"Config\":{\"Env\":[\"PATH=/bin\","
                + environment + "]}}";
        InspectContainerResponse container =
                DockerClientConfig.getDefaultObjectMapper().readValue(json, InspectContainerResponse.class);
        return GpuGrants.of(container, () -> defaultRuntime);
    }

    private static @Nullable GpuGrant requests(String requests) throws JsonProcessingException {
        return grant("\"DeviceRequests\":[" + requests + "]", "\"A=b\"", "runc");
    }

    private static @Nullable GpuGrant variable(String runtime, String value) throws JsonProcessingException {
        return grant("\"Runtime\":\"" + runtime + "\"", "\"NVIDIA_VISIBLE_DEVICES=" + value + "\"", "runc");
    }

    private static GpuGrant named(String... devices) {
        return new GpuGrant(false, null, List.of(devices));
    }

    private static final GpuGrant ALL = new GpuGrant(true, null, List.of());

    @Test
    void deviceRequestsOfRunAndCompose() throws Exception {
        assertEquals(ALL, requests("{\"Driver\":\"\",\"Count\":-1,\"DeviceIDs\":null,\"Capabilities\":[[\"gpu\"]]}"));
        assertEquals(new GpuGrant(false, 2, List.of()), requests("{\"Count\":2,\"Capabilities\":[[\"gpu\"]]}"));
        assertEquals(
                named("0", "GPU-5"),
                requests("{\"Count\":0,\"DeviceIDs\":[\"0\",\"GPU-5\"],\"Capabilities\":[[\"gpu\",\"compute\"]]}"));
        String one = "{\"Driver\":\"nvidia\",\"Count\":0,\"DeviceIDs\":[\"%s\"],\"Capabilities\":[[\"gpu\"]]}";
        assertEquals(named("0", "3"), requests(one.formatted("0") + "," + one.formatted("3")));
        assertNull(requests("{\"Count\":-1,\"Capabilities\":[[\"tpu\"]]}"));
    }

    @Test
    void cdiNamesOfGpusOnly() throws Exception {
        String cdi = "{\"Driver\":\"cdi\",\"Count\":0,\"DeviceIDs\":[%s],\"Capabilities\":null}";
        assertEquals(named("0:1"), requests(cdi.formatted("\"nvidia.com/gpu=0:1\",\"vendor.com/net=eth0\"")));
        assertEquals(ALL, requests(cdi.formatted("\"nvidia.com/gpu=all\"")));
        assertNull(requests(cdi.formatted("\"vendor.com/net=eth0\"")));
    }

    @Test
    void theVariableCountsOnlyWithNvidiasRuntime() throws Exception {
        assertEquals(ALL, variable("nvidia", "all"));
        assertEquals(named("0", "MIG-1"), variable("nvidia", "0,MIG-1"));
        assertNull(variable("runc", "all"));
        assertNull(variable("nvidia", "void"));
        assertNull(variable("nvidia", "none"));
        assertNull(variable("nvidia", ""));
        assertEquals(ALL, grant("\"Runtime\":\"\"", "\"NVIDIA_VISIBLE_DEVICES=all\"", "nvidia"));
    }

    @Test
    void plainDevicesOfNvidiaAndAmd() throws Exception {
        String nvidia = "\"Devices\":[{\"PathOnHost\":\"/dev/nvidia1\"},{\"PathOnHost\":\"/dev/nvidiactl\"}]";
        assertEquals(named("1"), grant(nvidia, "\"A=b\"", "runc"));
        String amd = "\"Devices\":[{\"PathOnHost\":\"/dev/kfd\"},{\"PathOnHost\":\"/dev/dri/renderD128\"}]";
        assertEquals(named("renderD128"), grant(amd, "\"A=b\"", "runc"));
        assertNull(grant("\"Devices\":[{\"PathOnHost\":\"/dev/snd\"}]", "\"A=b\"", "runc"));
    }
}

package dev.berth.gpu;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.RemoteText;
import dev.berth.link.DeadlineException;
import dev.berth.link.Link;
import java.io.IOException;

/** Why nvidia-smi gave no readings. Its words come on standard output as often as on standard error. */
final class SmiFailure {
    private SmiFailure() {}

    static Problem missing(String host) {
        return Problem.of(
                Code.NO_NVIDIA_SMI,
                "There is no nvidia-smi on " + host + ": no NVIDIA driver is installed, or it is not on PATH.",
                "If the box has a GPU, install its driver there.");
    }

    /** @param exit codes as nvidia-smi's manual lists them under RETURN VALUE, and the shell's own */
    static Problem of(String host, int exit, String text) {
        if (exit == 18 || text.contains("version mismatch")) {
            return Problem.of(
                    Code.DRIVER_MISMATCH,
                    "The NVIDIA driver on " + host + " was updated, but the kernel still runs the old one.",
                    "Reboot " + host + ", or reload its nvidia kernel modules.");
        }
        if (exit == 9 || text.contains("couldn't communicate with the NVIDIA driver")) {
            return Problem.of(
                    Code.GPU_UNREADABLE,
                    "The NVIDIA driver on " + host + " is not running.",
                    "Check there that it fits the kernel (dkms status), then reboot.");
        }
        if (exit == 6 || exit == 0 && text.isBlank() || text.contains("No devices were found")) {
            return Problem.of(
                    Code.GPU_UNREADABLE,
                    "nvidia-smi on " + host + " finds no GPU.",
                    "Look there whether lspci shows one, and what dmesg says of it.");
        }
        return switch (exit) {
            case 124, 137, 143 -> hung(host);
            case 126, 127 -> missing(host);
            default -> {
                String words = RemoteText.oneLine(text, 300);
                yield Problem.of(
                        Code.GPU_UNREADABLE,
                        "nvidia-smi on " + host + (exit == 0 ? " gave no readings" : " failed with code " + exit)
                                + (words.isEmpty() ? "." : ": " + words),
                        "Run nvidia-smi there to see more.");
            }
        };
    }

    static Problem hung(String host) {
        return Problem.of(
                Code.GPU_UNREADABLE,
                "nvidia-smi on " + host + " does not answer: a GPU or its driver hangs.",
                "See dmesg there for Xid errors; without persistence mode it may only be slow (nvidia-smi -pm 1).");
    }

    static Problem of(String host, Link link, IOException failed) {
        if (failed instanceof DeadlineException) {
            return hung(host);
        }
        if (!link.isOpen()) {
            return lost(host);
        }
        return Problem.of(
                Code.GPU_UNREADABLE,
                "nvidia-smi could not be started on " + host + ": "
                        + RemoteText.oneLine(String.valueOf(failed.getMessage()), 200),
                "It is tried again by itself.");
    }

    static Problem lost(String host) {
        return Problem.of(Code.LINK_LOST, "The connection to " + host + " ended while its GPUs were read.");
    }

    /** A driver that was changed under a running host may know other fields. */
    static boolean badField(int exit, String text) {
        return exit == 2 || text.contains("is not a valid field");
    }
}

package dev.berth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the rooms, and which room may know which library. */
class RoomsTest {
    private static final String HOUSE = "dev.berth.";

    /** What each room may know besides itself and the contract. */
    private static final Map<String, List<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("api", List.of()),
            Map.entry("link", List.of()),
            Map.entry("http", List.of("link")),
            Map.entry("hostkey", List.of()),
            Map.entry("ssh", List.of("link", "hostkey")),
            Map.entry("mux", List.of("link", "hostkey")),
            Map.entry("local", List.of("link", "tty")),
            Map.entry("gpu", List.of("link")),
            Map.entry("docker", List.of("link", "http")),
            Map.entry("route", List.of("link", "docker")),
            Map.entry("tunnel", List.of("link", "route")),
            Map.entry("jupyter", List.of("link", "docker", "route", "http")),
            Map.entry("config", List.of()),
            Map.entry(
                    "fleet",
                    List.of(
                            "link", "http", "hostkey", "ssh", "mux", "local", "gpu", "docker", "route", "tunnel",
                            "jupyter", "config")),
            Map.entry("agent", List.of("fleet", "config")),
            Map.entry("desktop", List.of()),
            Map.entry("tty", List.of()),
            Map.entry("carry", List.of()),
            Map.entry("cli", List.of("desktop", "tty", "carry")),
            Map.entry("tui", List.of("desktop", "tty", "carry")),
            Map.entry("demo", List.of())));

    private static final Map<String, List<String>> LIBRARIES = new TreeMap<>(Map.of(
            "tui", List.of("com.googlecode.lanterna.."),
            "tty", List.of("org.jline.terminal.."),
            "ssh", List.of("net.schmizz..", "com.hierynomus..", "org.bouncycastle.."),
            "docker", List.of("com.github.dockerjava.."),
            "cli", List.of("picocli.."),
            "config", List.of("org.yaml..", "com.fasterxml.jackson.dataformat.."),
            "demo", List.of("org.apache.sshd..")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.berth");

    static List<String> rooms() {
        return List.copyOf(ARROWS.keySet());
    }

    static List<String> libraryRooms() {
        return List.copyOf(LIBRARIES.keySet());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void roomKnowsOnlyWhatIsBelowIt(String room) {
        List<String> others = new ArrayList<>(ARROWS.keySet());
        others.removeAll(List.of(room, "api"));
        others.removeAll(ARROWS.getOrDefault(room, List.of()));

        check(noClasses()
                .that()
                .resideInAPackage(HOUSE + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others))
                .because("arrows only point down: say it with what lies below, or with the contract in api"));
    }

    @Test
    void everyRoomHasItsArrows() {
        List<String> unknown = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(HOUSE))
                .map(name -> name.substring(HOUSE.length()).split("\\.", 2)[0])
                .distinct()
                .filter(room -> !ARROWS.containsKey(room))
                .toList();

        org.junit.jupiter.api.Assertions.assertEquals(List.of(), unknown);
    }

    @Test
    void nobodyKnowsTheMainProgram() {
        check(noClasses()
                .that()
                .resideInAPackage(HOUSE + "*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.berth")
                .because("the main program wires the rooms, and is used by none"));
    }

    @ParameterizedTest
    @MethodSource("libraryRooms")
    void libraryStaysInItsRoom(String room) {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(HOUSE + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LIBRARIES.getOrDefault(room, List.of()).toArray(String[]::new))
                .because("one room knows a library; the others use what that room offers"));
    }

    @Test
    void nobodyOpensAWindow() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.swing..")
                .because("it runs where there is no desktop, and loading one costs a start 0.3 s"));
    }

    @Test
    void onlyFrontEndsWriteToTheTerminal() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("dev.berth", "dev.berth.cli..", "dev.berth.demo..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .because("a stray line tears the screen; log it, or tell it as a problem"));
    }

    /** A room that is not built yet breaks no rule. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    private static String[] packages(List<String> rooms) {
        return rooms.stream().map(room -> HOUSE + room + "..").toArray(String[]::new);
    }
}

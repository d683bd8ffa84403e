package io.github.multiarchmaven;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rings and the homes of libraries, read from the compiled classes. The tables are the design: edit it first. */
class ArchitectureTest {
    private static final String ROOT = "io.github.multiarchmaven.";

    /** What each package may use of the others. A package that is missing here fails the test. */
    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            // Ring 3
            Map.entry("cache", Set.of()),
            Map.entry("contents", Set.of("cache", "image", "packages")),
            Map.entry("engine", Set.of("image", "program")),
            Map.entry("image", Set.of()),
            Map.entry("layout", Set.of("image")),
            Map.entry("natives", Set.of("contents", "image")),
            Map.entry("packages", Set.of("image")),
            Map.entry("program", Set.of()),
            Map.entry("registry", Set.of("image", "registry.auth", "registry.tls")),
            Map.entry("registry.auth", Set.of("image", "program")),
            Map.entry("registry.tls", Set.of("image")),
            Map.entry("server", Set.of("image")),
            Map.entry("transfer", Set.of("image")),
            // Ring 2
            Map.entry("assemble", Set.of("cache", "image", "layout")),
            Map.entry("check", Set.of("contents", "image", "natives", "packages", "transfer")),
            Map.entry("dockerfile", Set.of("engine", "image", "layout", "program", "transfer")),
            Map.entry("doctor", Set.of("engine", "image", "program", "registry")),
            Map.entry("load", Set.of("image", "program")),
            Map.entry("promote", Set.of("image", "layout", "transfer")),
            Map.entry("prune", Set.of("cache", "image", "layout", "program")),
            Map.entry("publish", Set.of("image", "transfer")),
            Map.entry("report", Set.of("check", "contents", "image", "natives", "packages")),
            // Ring 1
            Map.entry(
                    "mojo",
                    Set.of(
                            "assemble",
                            "check",
                            "contents",
                            "dockerfile",
                            "doctor",
                            "engine",
                            "image",
                            "layout",
                            "load",
                            "natives",
                            "promote",
                            "prune",
                            "publish",
                            "registry",
                            "registry.auth",
                            "registry.tls",
                            "report",
                            "server",
                            "transfer"))));

    /** The only homes of each library; what is not listed may be used anywhere. */
    private static final Map<String, Set<String>> LIBRARY_HOMES = Map.of(
            "com.google.cloud.tools.jib..", Set.of("assemble"),
            "com.google.api.client..", Set.of("registry"),
            "org.apache.hc..", Set.of("registry"),
            "org.apache.maven..", Set.of("mojo"),
            "org.eclipse.aether..", Set.of("mojo"),
            "javax.inject..", Set.of("mojo"),
            "com.sun.net.httpserver..", Set.of("server"),
            "org.apache.commons.compress..", Set.of("assemble", "contents", "layout", "load"),
            "io.airlift..", Set.of("contents"),
            "org.semver4j..", Set.of("promote"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.multiarchmaven");

    @Test
    void dependenciesPointInwardsOnly() {
        Set<String> seen = new TreeSet<>();
        List<String> outwards = new ArrayList<>();
        for (JavaClass javaClass : CLASSES) {
            String from = packageOf(javaClass);
            seen.add(from);
            javaClass.getDirectDependenciesFromSelf().forEach(dependency -> {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT)) {
                    String to = packageOf(target);
                    if (!to.equals(from)
                            && !MAY_USE.getOrDefault(from, Set.of()).contains(to)) {
                        outwards.add(dependency.getDescription());
                    }
                }
            });
        }
        assertEquals(List.of(), outwards);
        assertEquals(MAY_USE.keySet(), seen, "each package is in the table, and the table has no other");
    }

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + "(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void librariesStayInTheirPackages() {
        LIBRARY_HOMES.forEach((library, homes) -> noClasses()
                .that(resideOutsideOfPackages(homes.stream().map(h -> ROOT + h).toArray(String[]::new)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(library))
                .as(library + " is used in " + homes + " only")
                .check(CLASSES));
    }

    @Test
    void theRuleFindsALibraryOutsideItsHome() {
        assertThrows(
                AssertionError.class,
                () -> noClasses()
                        .that(resideOutsideOfPackages(ROOT + "image"))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage("org.apache.maven.."))
                        .check(CLASSES),
                "a rule that cannot fail proves nothing");
    }

    @Test
    void noMutableStatics() {
        fields().that().areStatic().should().haveModifier(JavaModifier.FINAL).check(CLASSES);
    }

    @Test
    void mojosLiveInTheirRing() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Mojo")
                .and()
                .doNotHaveSimpleName("HelpMojo")
                .should()
                .resideInAPackage(ROOT + "mojo")
                .check(CLASSES);
    }

    private static String packageOf(JavaClass javaClass) {
        return javaClass.getPackageName().substring(ROOT.length());
    }
}

package io.github.multiarchmaven.assemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaApplicationTest {
    @TempDir
    Path folder;

    private static Layer layer(JavaContent content, String name) {
        return content.layers().stream()
                .filter(layer -> layer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> paths(Layer layer) {
        return layer.files().stream().map(LayerFile::path).toList();
    }

    private static JavaApp with(JavaApp app, String mainClass, List<String> jvmFlags, List<String> entrypoint) {
        return new JavaApp(
                app.classesDirectory(),
                app.dependencies(),
                app.mode(),
                app.packagedJar(),
                mainClass,
                jvmFlags,
                List.of("--serve"),
                entrypoint,
                app.appRoot(),
                false,
                app.extraDirectories(),
                null);
    }

    private static JavaApp withExtra(JavaApp app, ExtraDirectory... extra) {
        return new JavaApp(
                app.classesDirectory(),
                app.dependencies(),
                app.mode(),
                app.packagedJar(),
                null,
                null,
                null,
                null,
                null,
                true,
                List.of(extra),
                Instant.parse("2024-01-01T00:00:00Z"));
    }

    private static JavaApp packaged(JavaApp app, Path jar) {
        return new JavaApp(
                app.classesDirectory(),
                app.dependencies(),
                JavaApp.Mode.PACKAGED,
                jar,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null);
    }

    @Test
    void layersAreSplitAsJibDoes() {
        JavaContent content = JavaApplication.contentOf(SampleApp.write(folder));

        assertEquals(
                List.of("dependencies", "snapshot dependencies", "project dependencies", "resources", "classes"),
                content.layers().stream().map(Layer::name).toList());
        assertEquals(
                List.of("/app/libs/lib-1.0.jar", "/app/libs/other-2.0.jar"), paths(layer(content, "dependencies")));
        assertEquals(List.of("/app/libs/moving-1.0-SNAPSHOT.jar"), paths(layer(content, "snapshot dependencies")));
        assertEquals(List.of("/app/libs/module-1.0.jar"), paths(layer(content, "project dependencies")));
        assertTrue(paths(layer(content, "resources")).contains("/app/resources/static/index.html"));
        assertTrue(paths(layer(content, "classes"))
                .contains("/app/classes/io/github/multiarchmaven/assemble/HelloApp.class"));
        for (LayerFile file : layer(content, "resources").files()) {
            assertEquals(Files.isDirectory(file.source()) ? 0755 : 0644, file.mode(), file.path());
            assertEquals(Instant.ofEpochSecond(1), file.modified());
        }
    }

    @Test
    void entrypointStartsTheOnlyMainClass() {
        JavaContent content = JavaApplication.contentOf(SampleApp.write(folder));

        assertEquals(SampleApp.MAIN_CLASS, content.mainClass());
        assertEquals(
                List.of("java", "-cp", "/app/resources:/app/classes:/app/libs/*", SampleApp.MAIN_CLASS),
                content.entrypoint());
        assertNull(content.cmd());
    }

    @Test
    void flagsArgumentsAndMainClassAreTaken() {
        JavaContent content = JavaApplication.contentOf(
                with(SampleApp.write(folder), "com.example.Other", List.of("-Xmx64m", "-Dx=y"), null));

        assertEquals(
                List.of(
                        "java",
                        "-Xmx64m",
                        "-Dx=y",
                        "-cp",
                        "/app/resources:/app/classes:/app/libs/*",
                        "com.example.Other"),
                content.entrypoint());
        assertEquals(List.of("--serve"), content.cmd());
    }

    @Test
    void anEntrypointOfItsOwnNeedsNoMainClass() throws IOException {
        JavaApp app = SampleApp.write(folder);
        Files.delete(app.classesDirectory().resolve("io/github/multiarchmaven/assemble/HelloApp.class"));

        assertEquals(
                List.of("/run"),
                JavaApplication.contentOf(with(app, null, null, List.of("/run")))
                        .entrypoint());
        assertNull(JavaApplication.contentOf(with(app, null, null, List.of(JavaApp.INHERIT)))
                .entrypoint());
    }

    @Test
    void noMainClassIsRefused() throws IOException {
        JavaApp app = SampleApp.write(folder);
        Files.delete(app.classesDirectory().resolve("io/github/multiarchmaven/assemble/HelloApp.class"));

        InvalidInputException e = assertThrows(InvalidInputException.class, () -> JavaApplication.contentOf(app));

        assertTrue(e.getMessage().contains("<mainClass>"), e.getMessage());
    }

    @Test
    void severalMainClassesAreRefusedAndListed() {
        JavaApp app = SampleApp.write(folder);
        SampleApp.classFile(app.classesDirectory(), SecondApp.class);

        InvalidInputException e = assertThrows(InvalidInputException.class, () -> JavaApplication.contentOf(app));

        assertTrue(e.getMessage().contains("<mainClass>"), e.getMessage());
        assertTrue(e.getMessage().contains(SampleApp.MAIN_CLASS), e.getMessage());
        assertTrue(e.getMessage().contains(SecondApp.class.getName()), e.getMessage());
    }

    /** Another class to start. */
    static final class SecondApp {
        private SecondApp() {}

        public static void main(String[] args) {
            System.out.println("second");
        }
    }

    @Test
    void jarsOfOneNameGetTheirSizeAdded() {
        JavaApp app = SampleApp.write(folder);
        List<Dependency> dependencies = new ArrayList<>(app.dependencies());
        dependencies.add(SampleApp.dependency(folder, "repo/elsewhere/lib-1.0.jar", Dependency.Kind.RELEASE));

        JavaContent content = JavaApplication.contentOf(JavaApp.of(app.classesDirectory(), dependencies));

        assertEquals(
                List.of(
                        "/app/libs/lib-1.0-" + "the jar repo/a/lib-1.0.jar".length() + ".jar",
                        "/app/libs/lib-1.0-" + "the jar repo/elsewhere/lib-1.0.jar".length() + ".jar",
                        "/app/libs/other-2.0.jar"),
                paths(layer(content, "dependencies")));
    }

    @Test
    void dependenciesOfOnePlatformLeaveTheOthersShared() {
        JavaApp app = SampleApp.write(folder);
        List<JavaContent> contents = new ArrayList<>();
        for (String arch : List.of("x86_64", "aarch_64")) {
            List<Dependency> dependencies = new ArrayList<>(app.dependencies());
            dependencies.add(
                    1, SampleApp.dependency(folder, "repo/n-linux-" + arch + ".jar", Dependency.Kind.PLATFORM));
            contents.add(JavaApplication.contentOf(JavaApp.of(app.classesDirectory(), dependencies)));
        }

        assertEquals(List.of("/app/libs/n-linux-aarch_64.jar"), paths(layer(contents.get(1), "platform dependencies")));
        assertEquals("platform dependencies", contents.get(0).layers().get(1).name());
        List<Layer> shared = new ArrayList<>(contents.get(0).layers());
        shared.retainAll(contents.get(1).layers());
        assertEquals(5, shared.size());
    }

    @Test
    void noJarIsLostWhenNameAndSizeAreEqual() {
        JavaApp app = SampleApp.write(folder);
        List<Dependency> dependencies = new ArrayList<>(app.dependencies());
        dependencies.add(SampleApp.dependency(folder, "repo/z/lib-1.0.jar", Dependency.Kind.RELEASE));

        JavaContent content = JavaApplication.contentOf(JavaApp.of(app.classesDirectory(), dependencies));

        int size = "the jar repo/a/lib-1.0.jar".length();
        assertEquals(
                List.of(
                        "/app/libs/lib-1.0-" + size + "-2.jar",
                        "/app/libs/lib-1.0-" + size + ".jar",
                        "/app/libs/other-2.0.jar"),
                paths(layer(content, "dependencies")));
    }

    @Test
    void expandedClassPathKeepsTheOrderOfTheDependencies() {
        JavaApp app = SampleApp.write(folder);
        List<Dependency> dependencies = new ArrayList<>(app.dependencies());
        Collections.reverse(dependencies);

        JavaContent content = JavaApplication.contentOf(withExtra(JavaApp.of(app.classesDirectory(), dependencies)));

        assertEquals(
                "/app/resources:/app/classes:/app/libs/module-1.0.jar:/app/libs/moving-1.0-SNAPSHOT.jar"
                        + ":/app/libs/other-2.0.jar:/app/libs/lib-1.0.jar",
                content.entrypoint().get(2));
    }

    @Test
    void eachExtraDirectoryIsALayerWithItsPermissions() {
        SampleApp.text(folder.resolve("one/bin/run.sh"), "run");
        SampleApp.text(folder.resolve("one/bin/skip.tmp"), "skip");
        SampleApp.text(folder.resolve("one/etc/app.conf"), "conf");
        SampleApp.text(folder.resolve("two/x.txt"), "x");
        Map<String, String> permissions = new LinkedHashMap<>();
        permissions.put("/opt/bin/*", "755");
        permissions.put("/opt/etc/app.conf", "600");
        ExtraDirectory one = new ExtraDirectory(
                folder.resolve("one"), "/opt", List.of("bin/**", "etc/**"), List.of("**/*.tmp"), permissions);
        ExtraDirectory two = new ExtraDirectory(folder.resolve("two"), null, null, null, null);

        List<Layer> layers = JavaApplication.contentOf(withExtra(SampleApp.write(folder), one, two))
                .layers();

        assertEquals(7, layers.size());
        assertEquals("extra files", layers.get(5).name());
        assertEquals(List.of("/opt/bin/run.sh", "/opt/etc/app.conf"), paths(layers.get(5)));
        assertEquals(0755, layers.get(5).files().get(0).mode());
        assertEquals(0600, layers.get(5).files().get(1).mode());
        assertEquals(
                Instant.parse("2024-01-01T00:00:00Z"),
                layers.get(5).files().get(0).modified());
        assertEquals(List.of("/x.txt"), paths(layers.get(6)));
        assertEquals(0644, layers.get(6).files().get(0).mode());
    }

    @Test
    void aMissingExtraDirectoryIsRefused() {
        ExtraDirectory missing = new ExtraDirectory(folder.resolve("missing"), "/", null, null, null);
        JavaApp app = withExtra(SampleApp.write(folder), missing);

        InvalidInputException e = assertThrows(InvalidInputException.class, () -> JavaApplication.contentOf(app));

        assertTrue(e.getMessage().contains("<extraDirectories>"), e.getMessage());
    }

    @Test
    void packagedModeTakesTheJar() {
        Path jar = SampleApp.jar(folder.resolve("target/app-1.0.jar"), Map.of());

        JavaContent content = JavaApplication.contentOf(packaged(SampleApp.write(folder), jar));

        assertEquals(List.of("/app/classpath/app-1.0.jar"), paths(layer(content, "extra files")));
        assertEquals("/app/classpath/*:/app/libs/*", content.entrypoint().get(2));
    }

    @Test
    void ofASpringBootJarTheOriginalIsTaken() throws IOException {
        Path jar =
                SampleApp.jar(folder.resolve("target/app-1.0.jar"), Map.of("Spring-Boot-Classes", "BOOT-INF/classes/"));
        Path original = folder.resolve("target/app-1.0.jar.original");
        Files.move(SampleApp.jar(folder.resolve("target/plain.jar"), Map.of()), original);

        JavaContent content = JavaApplication.contentOf(packaged(SampleApp.write(folder), jar));

        LayerFile file = layer(content, "extra files").files().get(0);
        assertEquals("/app/classpath/app-1.0.original.jar", file.path());
        assertEquals(-1, Files.mismatch(original, file.source()));
    }

    @Test
    void aSpringBootJarWithoutItsOriginalIsRefused() {
        Path jar = SampleApp.jar(folder.resolve("target/app-1.0.jar"), Map.of("Spring-Boot-Lib", "BOOT-INF/lib/"));
        JavaApp app = packaged(SampleApp.write(folder), jar);

        InvalidInputException e = assertThrows(InvalidInputException.class, () -> JavaApplication.contentOf(app));

        assertTrue(e.getMessage().contains("app-1.0.jar.original"), e.getMessage());
    }

    @Test
    void aModuleThatIsNotPackagedIsRefused() {
        JavaApp app = JavaApp.of(
                SampleApp.write(folder).classesDirectory(),
                List.of(new Dependency(folder, "com.example:module:1", Dependency.Kind.PROJECT)));

        InvalidInputException e = assertThrows(InvalidInputException.class, () -> JavaApplication.contentOf(app));

        assertTrue(e.getMessage().contains("com.example:module:1"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"war", "ear"})
    void archivesForServersAreRefused(String packaging) {
        assertThrows(InvalidInputException.class, () -> JavaApplication.refuseUnsupported(packaging));
        JavaApplication.refuseUnsupported("jar");
    }
}

package io.github.multiarchmaven.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EmulatorIT {
    private static final String PROGRAM =
            """
            public class Show {
                public static void main(String[] arguments) throws Exception {
                    var factory = javax.net.ssl.TrustManagerFactory.getInstance("PKIX");
                    factory.init((java.security.KeyStore) null);
                    var trust = (javax.net.ssl.X509TrustManager) factory.getTrustManagers()[0];
                    System.out.println(System.getProperty("os.arch") + " " + arguments[0] + " "
                            + System.getenv("GREETING") + " "
                            + new java.io.File("/app/link").exists() + " " + (trust.getAcceptedIssuers().length > 50) + " "
                            + java.net.InetAddress.getByName("localhost").isLoopbackAddress());
                    if (arguments.length > 1) {
                        Thread.currentThread().join();
                    }
                }
            }
            """;

    // Of the ways that this machine allows, of which the last is always one.
    static Stream<Arguments> everyWayAndPlatform() {
        return Stream.of(Emulator.Way.values())
                .filter(Emulator::allowed)
                .flatMap(way -> Stream.of(
                        Arguments.of(way, Platform.linuxAmd64(), "amd64"),
                        Arguments.of(way, Platform.linuxArm64(), "aarch64")));
    }

    @ParameterizedTest(name = "{1} by {0}")
    @MethodSource("everyWayAndPlatform")
    void runsTheJavaOfTheBaseImage(Emulator.Way way, Platform platform, String osArch) throws Exception {
        Path layout = Unavailable.orSkip(DebianJavaBase::layout);
        try (ImageFilesystem image = ImageFilesystem.unpack(layout, DebianJavaBase.TAG, platform)) {
            Path app = Files.createDirectories(image.root().resolve("app"));
            compileInto(app);
            // The machine itself has no such file: a link that led out of the image would be broken.
            Files.createSymbolicLink(app.resolve("link"), Path.of("/app/Show.class"));
            Map<String, String> environment = new HashMap<>(image.environment());
            environment.put("GREETING", "hello");
            List<String> command = List.of("java", "-cp", "/app", "Show", "an argument");

            String said = Unavailable.orSkip(() -> Emulator.run(way, image.root(), platform, command, environment));

            assertEquals(osArch + " an argument hello true true true\n", said);
        }
    }

    @Test
    void destroyingTheProcessEndsTheProgramInside() throws Exception {
        Path layout = Unavailable.orSkip(DebianJavaBase::layout);
        try (ImageFilesystem image = ImageFilesystem.unpack(layout, DebianJavaBase.TAG, Platform.linuxArm64())) {
            Path app = Files.createDirectories(image.root().resolve("app"));
            compileInto(app);
            Process process = Unavailable.orSkip(() -> Emulator.start(
                    image.root(),
                    image.platform(),
                    List.of("java", "-cp", "/app", "Show", "x", "and wait"),
                    image.environment()));
            assertEquals("aarch64 x null false true true", process.inputReader().readLine());
            assertTrue(process.isAlive());

            process.destroy();

            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(List.of(), process.descendants().toList());
        }
    }

    private static void compileInto(Path directory) throws Exception {
        Path source = Files.writeString(directory.resolve("Show.java"), PROGRAM);
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "--release", "17", "-d", directory.toString(), source.toString()));
        assertTrue(Files.exists(directory.resolve("Show.class")));
    }
}

package io.github.multiarchmaven.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.multiarchmaven.image.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Debian's Chromium without a window, with Debian's fonts, a profile that is empty, and no talk of its own with the network. */
public final class Chromium implements AutoCloseable {
    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final Thread stopAtExit;
    private final Path profile;
    private final DevTools tools;

    private Chromium(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
        this.stopAtExit = new Thread(() -> kill(process), "stop-chromium");
        Runtime.getRuntime().addShutdownHook(stopAtExit);
        this.tools = new DevTools(address(process));
    }

    public static Chromium start() throws Unavailable {
        TestbedFolder testbed = TestbedFolder.ofBuild();
        UnpackedPackages packages =
                DebianPackages.ofHost(testbed).unpack("chromium", "fonts-dejavu-core", "fonts-liberation");
        try {
            Path profile = Files.createTempDirectory("chromium");
            Path fonts = profile.resolve("fonts.conf");
            Files.writeString(
                    fonts,
                    """
                    <?xml version="1.0"?>
                    <fontconfig>
                      <dir>%s</dir>
                      <cachedir>%s</cachedir>
                      <alias><family>sans-serif</family><prefer><family>Liberation Sans</family><family>DejaVu Sans</family></prefer></alias>
                      <alias><family>system-ui</family><prefer><family>Liberation Sans</family></prefer></alias>
                    </fontconfig>
                    """
                            .formatted(packages.path("usr/share/fonts"), profile.resolve("fonts")));
            // Not by the packages' loader: Chromium starts itself anew by the name of the running program.
            Process process = Command.of(
                            packages.path("usr/lib/chromium/chromium").toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--disable-quic",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-default-apps",
                            "--no-first-run",
                            "--hide-scrollbars",
                            "--force-color-profile=srgb",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile.resolve("data"),
                            "about:blank")
                    .withEnvironment(Map.of(
                            "LD_LIBRARY_PATH",
                            libraryPath(packages),
                            "FONTCONFIG_FILE",
                            fonts.toString(),
                            "HOME",
                            profile.toString(),
                            "LC_ALL",
                            "C.UTF-8"))
                    .builder()
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return new Chromium(process, profile);
            } catch (RuntimeException e) {
                kill(process);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Starting Chromium: " + e.getMessage(), e);
        }
    }

    /** Pulseaudio's libraries find one of theirs by a run path that is good for installed ones only. */
    private static String libraryPath(UnpackedPackages packages) {
        return Stream.of(packages.libraryPath().split(":"))
                .flatMap(folder -> Stream.of(folder, folder + "/pulseaudio"))
                .collect(Collectors.joining(":"));
    }

    /** Reads what it says until it says where it listens, and goes on reading, as a full pipe would stop it. */
    private static URI address(Process process) {
        CompletableFuture<URI> address = new CompletableFuture<>();
        StringBuilder said = new StringBuilder();
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            if (line.startsWith(LISTENING)) {
                                address.complete(URI.create(line.substring(LISTENING.length())));
                            } else if (!address.isDone()) {
                                said.append(line).append('\n');
                            }
                        }
                    } catch (IOException e) {
                        said.append(e);
                    }
                    address.completeExceptionally(new IllegalStateException("Chromium ended: " + said));
                },
                "chromium-messages");
        reader.setDaemon(true);
        reader.start();
        return address.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** A tab with an empty page. */
    public Tab open() {
        String target = tools.command(null, "Target.createTarget", Json.object().put("url", "about:blank"))
                .path("targetId")
                .asText();
        JsonNode attached = tools.command(
                null,
                "Target.attachToTarget",
                Json.object().put("targetId", target).put("flatten", true));
        return new Tab(tools, attached.path("sessionId").asText());
    }

    private static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        tools.close();
        Daemon.end(process, stopAtExit, () -> kill(process), 10, profile);
    }
}

package io.github.multiarchmaven.testbed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Skopeo of Debian: the oracle that is not ours. It speaks plain HTTP to every registry, checks no signatures, and sees
 * neither the user's login nor the machine's configuration.
 */
public final class Skopeo {
    private final Command command;
    private final Path authFile;

    private Skopeo(Command command, Path authFile) {
        this.command = command;
        this.authFile = authFile;
    }

    public static Skopeo get() throws Unavailable {
        TestbedFolder testbed = TestbedFolder.ofBuild();
        Command program = DebianPackages.ofHost(testbed).unpack("skopeo").command("usr/bin/skopeo");
        Path home = testbed.entry("skopeo-home", "2", folder -> {
            Files.writeString(
                    folder.resolve("policy.json"), "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}\n");
            Files.writeString(folder.resolve("registries.conf"), "");
            Files.writeString(folder.resolve("auth.json"), "{}\n");
            Files.createDirectories(folder.resolve("registries.d"));
            Files.createDirectories(folder.resolve("tmp"));
        });
        Command configured = program.with(
                        "--policy",
                        home.resolve("policy.json").toString(),
                        "--registries.d",
                        home.resolve("registries.d").toString(),
                        "--tmpdir",
                        home.resolve("tmp").toString())
                .withEnvironment(Map.of(
                        "HOME",
                        home.toString(),
                        "XDG_RUNTIME_DIR",
                        home.toString(),
                        "CONTAINERS_REGISTRIES_CONF",
                        home.resolve("registries.conf").toString()));
        return new Skopeo(configured, home.resolve("auth.json"));
    }

    /**
     * One that logs in to the registry.
     *
     * @param authFile is written; belongs in the test's temporary folder
     */
    public Skopeo withLogin(String registryHost, String user, String password, Path authFile) throws IOException {
        ObjectNode json = Json.object();
        json.putObject("auths")
                .putObject(registryHost)
                .put(
                        "auth",
                        Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
        Files.write(authFile, Json.bytes(json));
        return new Skopeo(command, authFile);
    }

    /**
     * The exact text of a manifest or index.
     *
     * @param reference with its transport: {@code docker://127.0.0.1:5000/app:1}, {@code oci:folder:tag}
     * @throws IllegalStateException with what skopeo said
     */
    public String inspectRaw(String reference) {
        return run("inspect", "--raw", "--tls-verify=false", reference);
    }

    /**
     * The digest of a manifest or index, taken here of the text that skopeo received.
     *
     * @param reference with its transport, as for {@link #inspectRaw}
     */
    public Digest digest(String reference) {
        return Digest.ofBytes(inspectRaw(reference).getBytes(StandardCharsets.UTF_8));
    }

    /** Copies an index with all its platforms, as it is: digests do not change. */
    public void copyAll(String source, String target) {
        run(
                "copy",
                "--all",
                "--preserve-digests",
                "--quiet",
                "--src-tls-verify=false",
                "--dest-tls-verify=false",
                source,
                target);
    }

    /**
     * Runs a subcommand and gives its standard output.
     *
     * @throws IllegalStateException with what skopeo said when it fails
     */
    public String run(String... arguments) {
        return runnable(arguments).output();
    }

    /** The command for a subcommand, for tests that expect it to fail. */
    public Command runnable(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        return command.with(all).withEnvironment(Map.of("REGISTRY_AUTH_FILE", authFile.toString()));
    }
}

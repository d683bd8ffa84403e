package io.github.multiarchmaven.testbed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ORAS: attaches referrers (SBOMs, reports) to images. It finds out by itself whether a registry has the referrers API
 * or needs the fallback tag ({@code docker-registry} does).
 *
 * <p>References are without transport: {@code 127.0.0.1:5000/app:1}. It sees no login of the user's.
 */
public final class Oras {
    private final Command command;

    private Oras(Command command) {
        this.command = command;
    }

    public static Oras get() throws Unavailable {
        TestbedFolder testbed = TestbedFolder.ofBuild();
        Command program = DebianPackages.ofHostNext(testbed).unpackOnly("oras").command("usr/bin/oras");
        Path home = testbed.entry("oras-home", "1", folder -> Files.writeString(folder.resolve("config.json"), "{}\n"));
        return new Oras(program.withEnvironment(
                Map.of("HOME", home.toString(), "DOCKER_CONFIG", home.toString(), "ORAS_CACHE", "")));
    }

    /**
     * Attaches a file, over plain HTTP, as a referrer of an image, an index or another referrer.
     *
     * @param folder with the file; what its layer is named is relative to it
     * @return the referrer manifest's digest, another one each time: it has the time of its making
     */
    public Digest attach(String subjectReference, String artifactType, Path folder, String fileName) {
        String attached = runnable(
                        "attach",
                        "--plain-http",
                        "--format",
                        "json",
                        "--artifact-type",
                        artifactType,
                        subjectReference,
                        fileName)
                .in(folder)
                .output();
        return Digest.parse(object(attached).path("digest").asText());
    }

    /** The descriptors of the referrers, over plain HTTP; none when there is no referrer. */
    public List<Descriptor> discover(String reference) {
        List<Descriptor> referrers = new ArrayList<>();
        ObjectNode found = object(run("discover", "--plain-http", "--format", "json", reference));
        found.path("manifests").forEach(node -> referrers.add(Descriptor.fromJson(node, "a referrer of " + reference)));
        return referrers;
    }

    /**
     * Runs a subcommand and gives its standard output.
     *
     * @throws IllegalStateException with what oras said when it fails
     */
    public String run(String... arguments) {
        return runnable(arguments).output();
    }

    /** The command for a subcommand, for tests that expect it to fail. */
    public Command runnable(String... arguments) {
        return command.with(arguments);
    }

    private static ObjectNode object(String json) {
        return Json.parseObject(json.getBytes(StandardCharsets.UTF_8), "the output of oras");
    }
}

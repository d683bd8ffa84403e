package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.engine.Builder;
import io.github.multiarchmaven.engine.Docker;
import io.github.multiarchmaven.program.Output;
import io.github.multiarchmaven.program.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A builder that does what is wanted, made beside those that are there. That needs no privilege, and {@code docker buildx rm} takes it
 * back; the image of BuildKit is fetched by the first build.
 */
final class BuilderRepair {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String NAME = "multiarch";
    private static final String TOML = "buildkitd.toml";

    private BuilderRepair() {}

    /** The command as a person would type it. */
    static String command(List<Builder> all, List<Map.Entry<String, Path>> authorities) {
        String create = "docker " + String.join(" ", arguments(all, authorities.isEmpty() ? null : Path.of(TOML)));
        return authorities.isEmpty() ? create : "printf '" + shell(toml(authorities)) + "' > " + TOML + " && " + create;
    }

    /** As printf's format within single quotes. */
    private static String shell(String text) {
        return text.replace("\\", "\\\\")
                .replace("%", "%%")
                .replace("'", "'\\''")
                .replace("\n", "\\n");
    }

    /** A builder of that driver that is there already is used; a builder's files cannot be changed, so with files it is made anew. */
    private static List<String> arguments(List<Builder> all, Path toml) {
        String name = NAME;
        for (int i = 2; taken(name, all); i++) {
            Builder there = named(name, all);
            if (toml == null && there.driver().equals("docker-container")) {
                return List.of("buildx", "use", name);
            }
            name = NAME + i;
        }
        List<String> arguments =
                new ArrayList<>(List.of("buildx", "create", "--name", name, "--driver", "docker-container"));
        if (toml != null) {
            arguments.addAll(List.of("--config", toml.toString()));
        }
        arguments.add("--use");
        return arguments;
    }

    private static boolean taken(String name, List<Builder> all) {
        return named(name, all) != null;
    }

    private static Builder named(String name, List<Builder> all) {
        return all.stream().filter(b -> b.name().equals(name)).findFirst().orElse(null);
    }

    /** With TOML's basic strings. Hosts have no quotes: they were parsed as references. */
    private static String toml(List<Map.Entry<String, Path>> authorities) {
        StringBuilder toml = new StringBuilder();
        authorities.forEach(entry -> toml.append("[registry.\"")
                .append(entry.getKey())
                .append("\"]\n  ca = [\"")
                .append(entry.getValue()
                        .toAbsolutePath()
                        .toString()
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\""))
                .append("\"]\n"));
        return toml.toString();
    }

    static Finding make(Docker docker, List<Builder> all, List<Map.Entry<String, Path>> authorities) {
        if (docker.chosenBuilder().isPresent()) {
            return new Finding(
                    "fix",
                    "builder",
                    Level.WARN,
                    "no builder was made: the variable BUILDX_BUILDER chooses another one",
                    "unset BUILDX_BUILDER");
        }
        try {
            Path toml = authorities.isEmpty() ? null : Files.createTempFile("buildkitd", ".toml");
            try {
                if (toml != null) {
                    Files.writeString(toml, toml(authorities));
                }
                return run(docker, arguments(all, toml));
            } finally {
                if (toml != null) {
                    Files.deleteIfExists(toml);
                }
            }
        } catch (IOException e) {
            return new Finding("fix", "builder", Level.WARN, "no builder was made: " + e.getMessage(), "");
        }
    }

    private static Finding run(Docker docker, List<String> arguments) {
        String command = "docker " + String.join(" ", arguments);
        try {
            Output output = docker.program().with(arguments).run(LIMIT);
            return output.succeeded()
                    ? new Finding("fix", "builder", Level.OK, "done: " + command, "")
                    : new Finding("fix", "builder", Level.WARN, command + " said: " + output.complaint(), "");
        } catch (ProgramException e) {
            return new Finding("fix", "builder", Level.WARN, command + " " + e.getMessage(), "");
        }
    }
}

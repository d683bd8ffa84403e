package io.github.multiarchmaven.registry.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Runs {@code docker-credential-NAME get} (the protocol of docker-credential-helpers): the server's name on standard input, a
 * JSON object with {@code Username} and {@code Secret} on standard output.
 */
final class CredentialHelper {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");
    private static final int MAX_OUTPUT = 1024 * 1024;
    private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

    private final String name;
    private final Map<String, String> environment;
    private final Duration timeLimit;

    CredentialHelper(String name, Map<String, String> environment) {
        this(name, environment, TIME_LIMIT);
    }

    CredentialHelper(String name, Map<String, String> environment, Duration timeLimit) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInputException(
                    "The credential helper's name '" + name
                            + "' may only have letters, digits, '.', '_' and '-'. Mend credsStore or credHelpers in config.json.");
        }
        this.name = "docker-credential-" + name;
        this.environment = environment;
        this.timeLimit = timeLimit;
    }

    /** @return empty when the helper knows no login for the server */
    Optional<Credential> get(String server) {
        ProcessBuilder builder = new ProcessBuilder(executable(server).toString(), "get");
        builder.environment().clear();
        builder.environment().putAll(environment);
        // Standard error may echo what the helper was given; it is of no use to us.
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw cannotBeRun(server, e);
        }
        try {
            byte[] output = exchange(process, server);
            return parse(output, process.exitValue(), server);
        } finally {
            // A helper is often a script: what it started would outlive it.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private byte[] exchange(Process process, String server) {
        AtomicReference<byte[]> output = new AtomicReference<>();
        // Reading on a thread of its own, as a helper that hangs with its output open would hang the read as well.
        Thread reader = new Thread(() -> output.set(readBounded(process.getInputStream())), name + " output");
        reader.setDaemon(true);
        reader.start();
        try {
            try (var in = process.getOutputStream()) {
                in.write(server.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // A helper that answers without reading its input closes the pipe: its answer counts.
            }
            if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed(server, "did not answer within " + timeLimit.toSeconds() + " seconds");
            }
            reader.join(timeLimit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(server, "was interrupted");
        }
        if (output.get() == null) {
            throw failed(server, "gave no answer, or one of more than 1 MiB");
        }
        return output.get();
    }

    private static byte[] readBounded(InputStream in) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (in) {
            byte[] buffer = new byte[8192];
            for (int read; (read = in.read(buffer)) >= 0; ) {
                bytes.write(buffer, 0, read);
                if (bytes.size() > MAX_OUTPUT) {
                    return null;
                }
            }
        } catch (IOException e) {
            return null;
        }
        return bytes.toByteArray();
    }

    private Optional<Credential> parse(byte[] output, int exit, String server) {
        if (exit != 0) {
            // The fixed text of the protocol (credentials.ErrCredentialsNotFound); it is printed on standard output.
            String text = new String(output, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            if (text.contains("credentials not found")) {
                return Optional.empty();
            }
            throw failed(server, "ended with status " + exit);
        }
        ObjectNode json;
        try {
            json = Json.parseObject(output, "the answer of " + name);
        } catch (ImageException e) {
            throw failed(server, "answered with something else than a JSON object");
        }
        String secret = json.path("Secret").asText("");
        return secret.isEmpty()
                ? Optional.empty()
                : Optional.of(ConfigJson.of(json.path("Username").asText(""), secret));
    }

    private ImageException failed(String server, String how) {
        return new ImageException(
                true,
                "Asking for the login of " + server + ": " + name + " " + how + ". Try '" + name
                        + " get' in a terminal, or log in again.",
                null);
    }

    private InvalidInputException cannotBeRun(String server, IOException cause) {
        return new InvalidInputException(
                "Asking for the login of " + server + ": " + name
                        + " cannot be run. Install it, or remove it from credsStore and credHelpers in config.json.",
                cause);
    }

    /**
     * Looked up on the PATH we were given and nowhere else. Relative folders are passed over: they would let a project that is
     * being built bring its own helper.
     */
    private Path executable(String server) {
        String path = environment.getOrDefault("PATH", environment.getOrDefault("Path", ""));
        for (String folder : path.split(Pattern.quote(File.pathSeparator))) {
            for (String suffix : new String[] {"", ".exe"}) {
                if (new File(folder).isAbsolute()) {
                    Path candidate = Path.of(folder, name + suffix);
                    if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                        return candidate;
                    }
                }
            }
        }
        throw cannotBeRun(server, null);
    }
}

package io.github.multiarchmaven.registry.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.program.Output;
import io.github.multiarchmaven.program.Program;
import io.github.multiarchmaven.program.ProgramException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Runs {@code docker-credential-NAME get} (the protocol of docker-credential-helpers): the server's name on standard input, a
 * JSON object with {@code Username} and {@code Secret} on standard output.
 */
final class CredentialHelper {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");
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
        Program helper = Program.find(name, environment).orElseThrow(() -> cannotBeRun(server, null));
        try {
            // Its standard error may echo what the helper was given, and is not quoted.
            Output output = helper.with("get")
                    .run(program -> program.write(server.getBytes(StandardCharsets.UTF_8)), timeLimit);
            return parse(output.output().getBytes(StandardCharsets.UTF_8), output.exit(), server);
        } catch (ProgramException e) {
            if (e.reason() == ProgramException.Reason.NOT_STARTED) {
                throw cannotBeRun(server, e);
            }
            throw failed(server, e.getMessage());
        }
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

    private InvalidInputException cannotBeRun(String server, ProgramException cause) {
        return new InvalidInputException(
                "Asking for the login of " + server + ": " + name
                        + " cannot be run. Install it, or remove it from credsStore and credHelpers in config.json.",
                cause);
    }
}

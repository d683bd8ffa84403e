package io.github.multiarchmaven.registry.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A {@code config.json} of Docker, or an {@code auth.json} of Podman, which has the same {@code auths} and {@code credHelpers}.
 *
 * <p>As in Docker's own client a helper of {@code credHelpers} for the very host wins, then {@code credsStore}, then
 * {@code auths}, of which the key with the longest part of a repository's path wins. The file is read at the first question and
 * then kept.
 */
public final class ConfigJson implements CredentialSource {
    private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final String TOKEN_USER = "<token>";

    private final Path file;
    private final Map<String, String> environment;
    private final Map<String, Finding> helperAnswers = new ConcurrentHashMap<>();
    private Content content;

    /** @param environment for the helpers that the file names: their {@code PATH} and their settings */
    public ConfigJson(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
    }

    static List<Path> locations(Map<String, String> environment, Path userHome) {
        List<Path> files = new ArrayList<>();
        Path home = Stream.of("HOME", "USERPROFILE")
                .filter(name -> isSet(environment, name))
                .findFirst()
                .map(name -> Path.of(environment.get(name)))
                .orElse(userHome);
        files.add(folder(environment, "DOCKER_CONFIG", home.resolve(".docker")).resolve("config.json"));
        if (isSet(environment, "REGISTRY_AUTH_FILE")) {
            files.add(Path.of(environment.get("REGISTRY_AUTH_FILE")));
            return files;
        }
        if (isSet(environment, "XDG_RUNTIME_DIR")) {
            files.add(Path.of(environment.get("XDG_RUNTIME_DIR"), "containers", "auth.json"));
        }
        files.add(folder(environment, "XDG_CONFIG_HOME", home.resolve(".config"))
                .resolve("containers")
                .resolve("auth.json"));
        return files;
    }

    private static Path folder(Map<String, String> environment, String name, Path otherwise) {
        return isSet(environment, name) ? Path.of(environment.get(name)) : otherwise;
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }

    /** What asking gave: a failure is kept as well. */
    private record Finding(Optional<Credential> credential, ImageException failure) {
        static Finding of(Supplier<Optional<Credential>> asking) {
            try {
                return new Finding(asking.get(), null);
            } catch (ImageException e) {
                return new Finding(Optional.empty(), e);
            }
        }

        Optional<Credential> get() {
            if (failure != null) {
                throw failure;
            }
            return credential;
        }
    }

    @Override
    public Optional<Credential> find(String registryHost) {
        return find(registryHost, "");
    }

    @Override
    public Optional<Credential> find(String registryHost, String repository) {
        Optional<String> helper = helper(content(), registryHost);
        if (helper.isPresent()) {
            // A helper may take seconds, or ask the user to unlock a store: once is enough.
            Optional<Credential> found = helperAnswers
                    .computeIfAbsent(registryHost, host -> Finding.of(() -> ask(helper.get(), host)))
                    .get();
            if (found.isPresent()) {
                return found;
            }
        }
        // Docker writes an empty object here when a store has the secret: then there is nothing to find.
        return HostNames.prefixes(registryHost, repository).stream()
                .flatMap(name -> entry(content(), name).flatMap(auth -> ofAuth(auth, name)).stream())
                .findFirst();
    }

    @Override
    public String describe(String registryHost) {
        try {
            return helper(content(), registryHost)
                    .map(helper -> file + " with docker-credential-" + helper)
                    .orElse(file.toString());
        } catch (ImageException e) {
            // Describing is for messages about other failures.
            return file.toString();
        }
    }

    private synchronized ObjectNode content() {
        if (content == null) {
            content = Content.of(file);
        }
        return content.get();
    }

    /** The file, or why it cannot be used: it is read once, and fails for every registry alike. */
    private record Content(ObjectNode json, InvalidInputException failure) {
        static Content of(Path file) {
            try {
                return new Content(read(file), null);
            } catch (InvalidInputException e) {
                return new Content(null, e);
            }
        }

        ObjectNode get() {
            if (failure != null) {
                throw failure;
            }
            return json;
        }
    }

    private static ObjectNode read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new InvalidInputException("Reading credentials from " + file
                        + ": it is larger than 4 MiB. Look what it holds, or log in again.");
            }
            return Json.parseObject(bytes, file.toString());
        } catch (NoSuchFileException e) {
            return Json.object();
        } catch (CorruptContentException e) {
            throw new InvalidInputException(e.getMessage() + " Mend it, or log in again.", e);
        } catch (IOException e) {
            throw new InvalidInputException("Reading credentials from " + file + " failed: "
                    + e.getClass().getSimpleName() + ". Make the file readable.");
        }
    }

    private static Optional<String> helper(ObjectNode json, String registryHost) {
        String host = HostNames.ofKey(registryHost);
        for (Map.Entry<String, JsonNode> entry : json.path("credHelpers").properties()) {
            if (HostNames.ofKey(entry.getKey()).equals(host)) {
                // Empty means that credsStore is not for this host either.
                return named(entry.getValue());
            }
        }
        return named(json.path("credsStore"));
    }

    private static Optional<String> named(JsonNode helper) {
        return Optional.of(helper.asText("")).filter(name -> !name.isEmpty());
    }

    private Optional<Credential> ask(String helper, String registryHost) {
        String server = HostNames.ofKey(registryHost).equals("docker.io") ? DOCKER_HUB_KEY : registryHost;
        return new CredentialHelper(helper, environment).get(server);
    }

    /** @param name {@code host[:port][/path]} */
    private static Optional<JsonNode> entry(ObjectNode json, String name) {
        JsonNode auths = json.path("auths");
        JsonNode exact = auths.path(name);
        if (exact.isObject()) {
            return Optional.of(exact);
        }
        for (Map.Entry<String, JsonNode> entry : auths.properties()) {
            if (HostNames.ofKey(entry.getKey()).equals(name)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    private Optional<Credential> ofAuth(JsonNode auth, String name) {
        String token = auth.path("identitytoken").asText("");
        if (!token.isEmpty()) {
            return Optional.of(Credential.identityToken(token));
        }
        String user = auth.path("username").asText("");
        if (!user.isEmpty()) {
            return Optional.of(of(user, auth.path("password").asText("")));
        }
        String encoded = auth.path("auth").asText("");
        if (encoded.isEmpty()) {
            return Optional.empty();
        }
        String decoded;
        try {
            decoded = new String(Base64.getDecoder().decode(encoded.trim()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            decoded = "";
        }
        int colon = decoded.indexOf(':');
        if (colon < 1) {
            // Not the cause of the decoder: its message quotes the text.
            throw new InvalidInputException("Reading credentials for " + name + " from " + file
                    + ": 'auth' is not base64 of user:password. Log in again.");
        }
        // Old versions of Docker padded the password with zero bytes.
        return Optional.of(
                of(decoded.substring(0, colon), decoded.substring(colon + 1).replaceAll("\0+$", "")));
    }

    static Credential of(String user, String secret) {
        return user.equals(TOKEN_USER) ? Credential.identityToken(secret) : Credential.basic(user, secret);
    }
}

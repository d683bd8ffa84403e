package io.github.multiarchmaven.registry.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import java.io.IOException;
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

/**
 * A {@code config.json} of Docker, or an {@code auth.json} of Podman, which has the same {@code auths} and {@code credHelpers}.
 *
 * <p>As in Docker's own client a helper of {@code credHelpers} for the very host wins, then {@code credsStore}, then
 * {@code auths}. The file is read at the first question and then kept.
 */
public final class ConfigJson implements CredentialSource {
    private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";
    private static final String TOKEN_USER = "<token>";

    private final Path file;
    private final Map<String, String> environment;
    private final Map<String, Optional<Credential>> answers = new ConcurrentHashMap<>();
    private ObjectNode content;

    /** @param environment for the helpers that the file names: their {@code PATH} and their settings */
    public ConfigJson(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
    }

    static List<Path> locations(Map<String, String> environment) {
        List<Path> files = new ArrayList<>();
        String home = environment.getOrDefault("HOME", environment.get("USERPROFILE"));
        if (isSet(environment, "DOCKER_CONFIG")) {
            files.add(Path.of(environment.get("DOCKER_CONFIG"), "config.json"));
        } else if (home != null && !home.isEmpty()) {
            files.add(Path.of(home, ".docker", "config.json"));
        }
        if (isSet(environment, "REGISTRY_AUTH_FILE")) {
            files.add(Path.of(environment.get("REGISTRY_AUTH_FILE")));
        } else if (isSet(environment, "XDG_RUNTIME_DIR")) {
            files.add(Path.of(environment.get("XDG_RUNTIME_DIR"), "containers", "auth.json"));
        }
        return files;
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }

    @Override
    public Optional<Credential> find(String registryHost) {
        // A helper may take seconds, or ask the user to unlock a store: once is enough.
        return answers.computeIfAbsent(registryHost, this::lookUp);
    }

    private Optional<Credential> lookUp(String registryHost) {
        ObjectNode json = content();
        Optional<String> helper = helper(json, registryHost);
        if (helper.isPresent()) {
            Optional<Credential> found = ask(helper.get(), registryHost);
            if (found.isPresent()) {
                return found;
            }
        }
        // Docker writes an empty object here when a store has the secret: then there is nothing to find.
        return entry(json, registryHost).flatMap(auth -> ofAuth(auth, registryHost));
    }

    @Override
    public String describe(String registryHost) {
        return helper(content(), registryHost)
                .map(helper -> file + " with docker-credential-" + helper)
                .orElse(file.toString());
    }

    private synchronized ObjectNode content() {
        if (content == null) {
            content = read(file);
        }
        return content;
    }

    private static ObjectNode read(Path file) {
        try {
            return Json.parseObject(Files.readAllBytes(file), file.toString());
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
        for (Map.Entry<String, JsonNode> entry : json.path("credHelpers").properties()) {
            if (matches(entry.getKey(), registryHost)) {
                return Optional.of(entry.getValue().asText());
            }
        }
        String store = json.path("credsStore").asText("");
        return store.isEmpty() ? Optional.empty() : Optional.of(store);
    }

    private static boolean matches(String key, String registryHost) {
        return HostNames.ofKey(key).equals(HostNames.ofKey(registryHost));
    }

    private Optional<Credential> ask(String helper, String registryHost) {
        String server = HostNames.ofKey(registryHost).equals("docker.io") ? DOCKER_HUB_KEY : registryHost;
        return new CredentialHelper(helper, environment).get(server);
    }

    private static Optional<JsonNode> entry(ObjectNode json, String registryHost) {
        JsonNode auths = json.path("auths");
        JsonNode exact = auths.path(registryHost);
        if (exact.isObject()) {
            return Optional.of(exact);
        }
        for (Map.Entry<String, JsonNode> entry : auths.properties()) {
            if (matches(entry.getKey(), registryHost)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    private Optional<Credential> ofAuth(JsonNode auth, String registryHost) {
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
            throw new InvalidInputException("Reading credentials for " + registryHost + " from " + file
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

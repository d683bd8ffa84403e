package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Secrets to be looked for where none may be: each is of use in one place, so that a find tells where it came from. */
public final class Canaries {
    public static final String USER = "joe";
    public static final String SETTINGS = "canary/settings+password";
    public static final String ENCRYPTED = "canary/encrypted+password";
    public static final String MASTER = "canary/master+password";
    public static final String CONFIGURED = "canary/configured+password";
    public static final String DOCKER = "canary/docker+password";
    public static final String IDENTITY = "canary-identity-token";
    public static final String HELPER = "canary/helper+secret";
    public static final String HELPER_FAILURE = "canary-helper-failure";
    public static final String PROXY = "canary/proxy+password";
    public static final String WRONG = "canary/wrong+password";
    public static final String BEARER = "canary-bearer-token";
    public static final String REFRESH = "canary-refresh-token";
    public static final String REALM_KEY = "canary-realm-key";
    public static final String SIGNATURE = "canary-signature";
    public static final String STATE = "canary-state";
    public static final String CLIENT_KEY = "canaryCLIENTKEY";

    private static final List<String> ALL = List.of(
            SETTINGS,
            ENCRYPTED,
            MASTER,
            CONFIGURED,
            DOCKER,
            IDENTITY,
            HELPER,
            HELPER_FAILURE,
            PROXY,
            WRONG,
            BEARER,
            REFRESH,
            REALM_KEY,
            SIGNATURE,
            STATE,
            CLIENT_KEY);

    private Canaries() {}

    /** What a Basic authorization makes of a password. */
    public static String basic(String password) {
        return base64(USER + ":" + password);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> spellings(String secret) {
        List<String> spellings = new ArrayList<>(
                List.of(secret, basic(secret), base64(secret), URLEncoder.encode(secret, StandardCharsets.UTF_8)));
        spellings.add(secret.replace("/", "\\/"));
        // As a part of something else, whose first bytes shift the rest.
        for (String before : List.of("", "x", "xx")) {
            String shifted = base64(before + secret);
            spellings.add(shifted.substring(before.isEmpty() ? 0 : 4, shifted.length() - 4));
        }
        return spellings.stream().distinct().toList();
    }

    /** Which secrets stand in a text, in any of their spellings; by spelling. */
    public static List<String> in(String text) {
        return ALL.stream()
                .flatMap(secret -> spellings(secret).stream())
                .filter(text::contains)
                .toList();
    }

    /**
     * Looks into all files of a folder but some.
     *
     * @param inputs names of files and folders in it that the secrets were written to
     * @return by file, what was found
     */
    public static Map<String, List<String>> under(Path folder, List<String> inputs) throws IOException {
        Map<String, List<String>> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                boolean input = inputs.stream().anyMatch(i -> name.equals(i) || name.startsWith(i + "/"));
                List<String> secrets = input ? List.of() : in(Files.readString(file, StandardCharsets.ISO_8859_1));
                if (!secrets.isEmpty()) {
                    found.put(name, secrets);
                }
            }
        }
        return found;
    }
}

package io.github.multiarchmaven.registry.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of a {@code WWW-Authenticate} header (RFC 9110, section 11.6.1).
 *
 * @param scheme lower case, for example {@code bearer}
 * @param parameters by lower-case name, unquoted
 */
public record Challenge(String scheme, Map<String, String> parameters) {
    public Challenge {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Every challenge of the header's fields, in order. What cannot be parsed ends the field it is in: a challenge that is
     * not understood is as good as none.
     */
    public static List<Challenge> parse(List<String> fields) {
        List<Challenge> challenges = new ArrayList<>();
        for (String field : fields) {
            new Scanner(field).readInto(challenges);
        }
        return List.copyOf(challenges);
    }

    /** The one to answer: Bearer if there is one, else Basic. */
    public static Optional<Challenge> preferred(List<Challenge> challenges) {
        return first(challenges, "bearer")
                .filter(c -> c.parameters.containsKey("realm"))
                .or(() -> first(challenges, "basic"));
    }

    private static Optional<Challenge> first(List<Challenge> challenges, String scheme) {
        return challenges.stream().filter(c -> c.scheme.equals(scheme)).findFirst();
    }

    public boolean isBearer() {
        return scheme.equals("bearer");
    }

    /** The parameter's value; empty when it is not there. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    private static final class Scanner {
        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        void readInto(List<Challenge> challenges) {
            skip(" \t,");
            while (at < text.length()) {
                String scheme = token();
                if (scheme.isEmpty()) {
                    return;
                }
                Map<String, String> parameters = new LinkedHashMap<>();
                boolean sound = readParameters(parameters);
                challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
                if (!sound) {
                    return;
                }
                skip(" \t,");
            }
        }

        /** Reads {@code name=value} pairs up to the next word that no {@code =} follows: that is the next scheme. */
        private boolean readParameters(Map<String, String> parameters) {
            while (true) {
                int start = at;
                skip(" \t,");
                int nameStart = at;
                String name = token();
                if (name.isEmpty()) {
                    return at >= text.length();
                }
                int nameEnd = at;
                skip(" \t");
                if (at >= text.length() || text.charAt(at) != '=' || isToken68(nameStart, nameEnd, start)) {
                    if (at < text.length() && text.charAt(at) == '=') {
                        // The single opaque value that schemes such as Negotiate carry.
                        skip("=");
                        return true;
                    }
                    at = nameStart;
                    return true;
                }
                at++;
                skip(" \t");
                String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
                if (value == null) {
                    return false;
                }
                parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
            }
        }

        private boolean isToken68(int nameStart, int nameEnd, int start) {
            int after = nameEnd;
            while (after < text.length() && text.charAt(after) == '=') {
                after++;
            }
            String rest = text.substring(after).stripLeading();
            return nameStart > start && after > nameEnd && (rest.isEmpty() || rest.startsWith(","));
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return value.toString();
                }
                if (c == '\\' && at + 1 < text.length()) {
                    c = text.charAt(++at);
                }
                value.append(c);
            }
            return null;
        }

        private String token() {
            int start = at;
            while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private void skip(String characters) {
            while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
    }
}

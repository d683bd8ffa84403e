package io.github.multiarchmaven.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The identity of content: an algorithm and the lower-case hexadecimal hash.
 *
 * <p>Only the two registered algorithms of the image specification ("Digests", {@code descriptor.md}) are accepted:
 * content named by any other cannot be verified.
 */
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {

    /** The registered algorithms. */
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        SHA512("sha512", "SHA-512", 128);

        private final String id;
        private final String javaName;
        private final Pattern hex;

        Algorithm(String id, String javaName, int hexLength) {
            this.id = id;
            this.javaName = javaName;
            this.hex = Pattern.compile("[0-9a-f]{" + hexLength + "}");
        }

        /** The name before the colon. */
        public String id() {
            return id;
        }

        /** A fresh hash function. */
        public MessageDigest newMessageDigest() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java runtime has " + javaName, e);
            }
        }
    }

    public Digest {
        Objects.requireNonNull(algorithm, "algorithm");
        if (!algorithm.hex.matcher(hex).matches()) {
            throw new InvalidInputException("Malformed digest '" + algorithm.id + ":" + abbreviate(hex)
                    + "': expected lower-case hexadecimal of the algorithm's length.");
        }
    }

    /**
     * Parses {@code sha256:<64 hex>} or {@code sha512:<128 hex>}.
     *
     * @throws InvalidInputException for anything else
     */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        String id = colon < 0 ? "" : text.substring(0, colon);
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm.id.equals(id)) {
                return new Digest(algorithm, text.substring(colon + 1));
            }
        }
        throw new InvalidInputException("Malformed digest '" + abbreviate(text)
                + "': expected sha256:<64 hex digits> or sha512:<128 hex digits>.");
    }

    /** Whether the text parses as a digest, so that a tag and a digest in the same place can be told apart. */
    public static boolean isDigest(String text) {
        // A tag cannot hold a colon, a digest must.
        return text.indexOf(':') >= 0;
    }

    /** The SHA-256 digest of the bytes. */
    public static Digest ofBytes(byte[] bytes) {
        return of(Algorithm.SHA256, Algorithm.SHA256.newMessageDigest().digest(bytes));
    }

    /** The digest of the bytes by this digest's algorithm: equal to this one exactly when the bytes are right. */
    public Digest ofSameAlgorithm(byte[] bytes) {
        return of(algorithm, algorithm.newMessageDigest().digest(bytes));
    }

    /** From a finished hash. */
    public static Digest of(Algorithm algorithm, byte[] hash) {
        return new Digest(algorithm, HexFormat.of().formatHex(hash));
    }

    /** The first twelve hexadecimal digits, for people. */
    public String shortHex() {
        return hex.substring(0, 12);
    }

    // A record's own equals and hashCode are made by the JVM when they are first called, which takes some 30
    // milliseconds: a tenth of what a goal with little to do takes. Digests and platforms are the keys of most maps.
    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && algorithm == digest.algorithm && hex.equals(digest.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public int compareTo(Digest other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return algorithm.id + ":" + hex;
    }

    private static String abbreviate(String text) {
        return text.length() <= 140 ? text : text.substring(0, 140) + "...";
    }
}

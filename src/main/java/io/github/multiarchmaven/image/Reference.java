package io.github.multiarchmaven.image;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names an image in a registry: {@code [registry[:port]/]repository[:tag][@digest]}.
 *
 * <p>The grammar is that of the distribution project's {@code reference} package, which Docker and its peers use: without
 * a registry {@code docker.io} is meant, and there {@code library/} is added to a single-component repository. The first
 * component is a registry when it has a dot or a colon, is in brackets (IPv6), or is {@code localhost}.
 *
 * @param registry host and optional port, lower case, for example {@code localhost:5000} or {@code [::1]:5000}
 * @param repository path of lower-case components; at most 255 characters with the registry
 * @param tag null when the reference has none
 * @param digest null when the reference has none
 */
public record Reference(String registry, String repository, String tag, Digest digest) {
    public static final String DOCKER_HUB = "docker.io";
    public static final String DEFAULT_TAG = "latest";

    private static final String HOST_LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final Pattern REGISTRY = Pattern.compile(
            "(?:" + HOST_LABEL + "(?:\\." + HOST_LABEL + ")*|\\[[0-9a-fA-F:]{2,39}\\])(?::[0-9]{1,5})?");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*" + "(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final int MAX_NAME = 255;

    public Reference {
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(repository, "repository");
    }

    /**
     * Parses a reference.
     *
     * @throws InvalidInputException when the text breaks the grammar; the sentence says which part
     */
    public static Reference parse(String text) {
        Objects.requireNonNull(text, "text");
        if (text.length() > 1024) {
            throw malformed(text.substring(0, 60) + "...", "it is longer than any reference can be");
        }
        String rest = text;
        Digest digest = null;
        int at = rest.indexOf('@');
        if (at >= 0) {
            try {
                digest = Digest.parse(rest.substring(at + 1));
            } catch (InvalidInputException e) {
                throw malformed(text, "the digest after '@' is not sha256:<64 hex> or sha512:<128 hex>");
            }
            rest = rest.substring(0, at);
        }
        String tag = null;
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = rest.substring(colon + 1);
            rest = rest.substring(0, colon);
            if (!TAG.matcher(tag).matches()) {
                throw malformed(
                        text,
                        "the tag '" + tag
                                + "' may have 1 to 128 letters, digits, '_', '.' and '-', the first no '.' or '-'");
            }
        }
        String registry = DOCKER_HUB;
        String repository = rest;
        int slash = rest.indexOf('/');
        if (slash > 0 && namesRegistry(rest.substring(0, slash))) {
            registry = rest.substring(0, slash);
            repository = rest.substring(slash + 1);
            if (!REGISTRY.matcher(registry).matches() || portOutOfRange(registry)) {
                throw malformed(text, "'" + registry + "' is not a registry's host[:port]");
            }
            registry = registry.toLowerCase(Locale.ROOT);
        }
        if (registry.equals("index.docker.io") || registry.equals("registry-1.docker.io")) {
            registry = DOCKER_HUB;
        }
        if (registry.equals(DOCKER_HUB) && !repository.isEmpty() && repository.indexOf('/') < 0) {
            repository = "library/" + repository;
        }
        if (repository.isEmpty()) {
            throw malformed(text, "it names no repository");
        }
        if (!REPOSITORY.matcher(repository).matches()) {
            throw malformed(
                    text,
                    "the repository '" + repository
                            + "' may only have lower-case letters and digits, separated by '/', '.', '_', '__' or '-'");
        }
        if (registry.length() + 1 + repository.length() > MAX_NAME) {
            throw malformed(text, "registry and repository together are longer than 255 characters");
        }
        return new Reference(registry, repository, tag, digest);
    }

    /** Whether a text begins with a registry's host, so that {@link #parse} does not add Docker Hub's. */
    public static boolean hasRegistry(String text) {
        int slash = text.indexOf('/');
        return slash > 0 && namesRegistry(text.substring(0, slash));
    }

    private static boolean namesRegistry(String first) {
        return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost") || first.startsWith("[");
    }

    private static boolean portOutOfRange(String registry) {
        int colon = registry.lastIndexOf(':');
        if (colon < 0 || colon < registry.lastIndexOf(']')) {
            return false;
        }
        int port = Integer.parseInt(registry.substring(colon + 1));
        return port < 1 || port > 65535;
    }

    private static InvalidInputException malformed(String text, String why) {
        return new InvalidInputException("Malformed image reference '" + text + "': " + why + ".");
    }

    /** Whether a word is a well-formed tag. */
    public static boolean isTag(String word) {
        return TAG.matcher(word).matches();
    }

    /** The tag; {@code latest} when there is neither tag nor digest, as everywhere; empty when only a digest is given. */
    public Optional<String> effectiveTag() {
        return tag != null ? Optional.of(tag) : digest != null ? Optional.empty() : Optional.of(DEFAULT_TAG);
    }

    /** What to resolve: the digest when there is one (it wins over a tag beside it), else the tag, else {@code latest}. */
    public String tagOrDigest() {
        return digest != null ? digest.toString() : tag != null ? tag : DEFAULT_TAG;
    }

    public Reference withTag(String newTag) {
        if (!isTag(newTag)) {
            throw malformed(name() + ":" + newTag, "'" + newTag + "' is not a well-formed tag");
        }
        return new Reference(registry, repository, newTag, null);
    }

    public Reference withDigest(Digest newDigest) {
        return new Reference(registry, repository, tag, newDigest);
    }

    /** Registry and repository, without tag and digest. */
    public String name() {
        return registry + "/" + repository;
    }

    public boolean sameRepository(Reference other) {
        return registry.equals(other.registry) && repository.equals(other.repository);
    }

    /** The whole reference, registry always spelled out; parses back to an equal record. */
    @Override
    public String toString() {
        return name() + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}

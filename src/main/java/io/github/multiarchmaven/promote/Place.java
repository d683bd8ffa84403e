package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.layout.LayoutReference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an image comes from or goes to: a repository of a registry, or an image layout on disk.
 *
 * @param repository as the user wrote it, tag and digest taken off: {@code docker.io/library/nginx}, {@code oci:images/base}
 * @param tag null when there is none
 * @param digest null when there is none; it wins over the tag
 * @param registry the repository in a registry; null for a layout
 * @param layout null for a registry
 */
public record Place(String repository, String tag, Digest digest, Reference registry, LayoutReference layout) {

    /**
     * @param text a reference, or {@code oci:path[:tag]}
     * @param baseDirectory what a layout's relative path is relative to
     * @throws InvalidInputException when the text is malformed
     */
    public static Place parse(String text, Path baseDirectory) {
        String given = text.strip();
        if (!LayoutReference.isLayout(given)) {
            Reference reference = Reference.parse(given);
            return new Place(reference.name(), reference.tag(), reference.digest(), reference, null);
        }
        LayoutReference layout = LayoutReference.parse(given, baseDirectory);
        boolean byDigest = Digest.isDigest(layout.tag());
        String suffix = (byDigest ? "@" : ":") + layout.tag();
        String repository = given.endsWith(suffix) ? given.substring(0, given.length() - suffix.length()) : given;
        return new Place(
                repository, byDigest ? null : layout.tag(), byDigest ? Digest.parse(layout.tag()) : null, null, layout);
    }

    public boolean isLayout() {
        return layout != null;
    }

    /** The tag; {@code latest} where neither tag nor digest is given; empty when only a digest is. */
    public Optional<String> effectiveTag() {
        return tag != null ? Optional.of(tag) : digest != null ? Optional.empty() : Optional.of(Reference.DEFAULT_TAG);
    }

    /** What to resolve: the digest when there is one, else the tag. */
    public String tagOrDigest() {
        return digest != null ? digest.toString() : effectiveTag().orElseThrow();
    }

    public Place withTag(String other) {
        return new Place(repository, other, null, registry, layout);
    }

    /** Whole, so that {@link #parse} reads it back; {@code latest} is spelled out. */
    @Override
    public String toString() {
        return repository + effectiveTag().map(t -> ":" + t).orElse("") + (digest == null ? "" : "@" + digest);
    }
}

package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How it went with one image.
 *
 * @param locked what was promoted, for the lock file; empty when it failed or was not begun
 * @param detail a short text for people: what moved, or the sentence of the failure
 * @param bytes sent, or to be sent
 * @param tagsSet those that did not point there before
 * @param overwritten tags that pointed to something else
 * @param referrers that are at the target; signatures among them
 */
public record ImageResult(
        String from,
        String to,
        Status status,
        Optional<Locked> locked,
        String detail,
        long bytes,
        List<String> tagsSet,
        List<Overwritten> overwritten,
        int referrers) {

    /** What became of an image. */
    public enum Status {
        PROMOTED("promoted"),
        THERE("there already"),
        /** The lock file was moved; the target's tags wait for a run without {@code updateLock}. */
        LOCKED("locked"),
        PLANNED("planned"),
        FAILED("FAILED"),
        NOT_BEGUN("not begun");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A tag that was, or would be, moved; {@code backup} is the tag that keeps the old digest, null for none. */
    public record Overwritten(String tag, Digest old, String backup) {}

    static ImageResult failed(ImageSpec spec, Status status, String sentence) {
        return new ImageResult(
                spec.from(), spec.target().toString(), status, Optional.empty(), sentence, 0, List.of(), List.of(), 0);
    }

    public Map<Platform, Digest> platforms() {
        return locked.map(Locked::platforms).orElse(Map.of());
    }
}

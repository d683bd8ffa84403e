package io.github.multiarchmaven.transfer;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Repository.BlobOutcome;
import io.github.multiarchmaven.image.Sizes;
import java.util.ArrayList;
import java.util.List;

/**
 * What a copy did.
 *
 * @param root the manifest that was asked for
 * @param blobs one item for each distinct blob that had to be looked at; none for what a present manifest proves
 * @param manifestsSent manifests written, each once, tags not counted
 * @param manifestsPresent manifests that were there, with all they point at
 * @param tagsSet tags that were written; the others pointed to the root already
 */
public record CopyReport(
        Descriptor root, List<Item> blobs, int manifestsSent, int manifestsPresent, List<String> tagsSet) {

    /** One blob's fate. */
    public record Item(Descriptor blob, BlobOutcome outcome) {}

    public CopyReport {
        blobs = List.copyOf(blobs);
        tagsSet = List.copyOf(tagsSet);
    }

    public long count(BlobOutcome outcome) {
        return blobs.stream().filter(item -> item.outcome() == outcome).count();
    }

    /** Bytes of the blobs that were sent. */
    public long bytesSent() {
        return blobs.stream()
                .filter(item -> item.outcome() == BlobOutcome.SENT)
                .mapToLong(item -> item.blob().size())
                .sum();
    }

    /** Whether the target was left as it was found. */
    public boolean nothingToDo() {
        return manifestsSent == 0 && tagsSet.isEmpty() && bytesSent() == 0 && count(BlobOutcome.MOUNTED) == 0;
    }

    /** For people: {@code 2 blobs sent (1.2 MB), 3 mounted, 1 there already}, or {@code there already}. */
    public String summary() {
        if (nothingToDo()) {
            return "there already";
        }
        List<String> parts = new ArrayList<>();
        add(parts, BlobOutcome.SENT, " sent (" + Sizes.of(bytesSent()) + ")");
        add(parts, BlobOutcome.MOUNTED, " mounted");
        add(parts, BlobOutcome.PRESENT, " there already");
        if (parts.isEmpty()) {
            parts.add(manifestsSent > 0 ? "manifest sent" : "tag set");
        }
        return "blobs: " + String.join(", ", parts);
    }

    private void add(List<String> parts, BlobOutcome outcome, String text) {
        if (count(outcome) > 0) {
            parts.add(count(outcome) + text);
        }
    }
}

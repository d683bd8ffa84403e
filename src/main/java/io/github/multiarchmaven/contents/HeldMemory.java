package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Sizes;
import io.github.multiarchmaven.packages.InstalledPackage;
import java.util.concurrent.atomic.AtomicLong;

/** How much memory the contents of layers may take, of all layers together. A layer of millions of entries ends in a sentence. */
final class HeldMemory {
    /** Of an entry, and of its place in the image's file system, without its texts; measured on a JVM of 64 bits. */
    private static final long ENTRY = 200;

    private static final long FACT = 100;

    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** @param most bytes */
    HeldMemory(long most) {
        this.most = most;
    }

    /** Half of what this JVM may have. */
    static HeldMemory ofHeap() {
        return new HeldMemory(Runtime.getRuntime().maxMemory() / 2);
    }

    /**
     * @param doing the beginning of an error's sentence
     * @throws CorruptContentException for what is too much
     */
    void add(LayerEntry entry, String doing) {
        long weight = ENTRY + entry.path().length() + entry.target().length() + weight(entry.facts());
        if (held.addAndGet(weight) > most) {
            throw new CorruptContentException(doing + ": what it and the image's other layers hold takes more than "
                    + Sizes.of(most) + " of memory, half of what Java has. Give Java more (MAVEN_OPTS=-Xmx2g), or look"
                    + " into who put so many files there.");
        }
    }

    private static long weight(FileFacts facts) {
        long weight = 0;
        if (facts instanceof FileFacts.Archive archive) {
            for (FileFacts.NativeEntry entry : archive.natives()) {
                weight += FACT + entry.path().length();
            }
            weight += archive.artifacts().size() * FACT;
        } else if (facts instanceof FileFacts.Packages packages) {
            for (InstalledPackage installed : packages.installed()) {
                weight += FACT + installed.name().length() + installed.version().length();
            }
        } else if (facts instanceof FileFacts.Text text) {
            weight = text.text().length();
        }
        return weight;
    }
}

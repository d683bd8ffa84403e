package io.github.multiarchmaven.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.FileFacts;
import io.github.multiarchmaven.contents.ImageContents;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.packages.InstalledPackage;
import java.util.List;

/**
 * One platform's image, with what is in it.
 *
 * @param platform as the index says it, by which registries choose; of a single image as its configuration says it
 * @param config the configuration; not to be changed
 */
public record PlatformImage(Platform platform, Manifest manifest, ObjectNode config, ImageContents contents) {
    /**
     * The command of history that made a layer; empty where history does not say.
     *
     * @param read its index among the layers that were read: those of the kind foreign were not
     */
    public String command(int read) {
        int layer = 0;
        for (int left = read; layer < manifest.layers().size(); layer++) {
            boolean foreign = manifest.layers().get(layer).isForeign();
            if (left == 0 && !foreign) {
                return layerCommand(layer);
            }
            left -= foreign ? 0 : 1;
        }
        return "";
    }

    private String layerCommand(int layer) {
        int at = 0;
        for (JsonNode entry : config.path("history")) {
            if (!entry.path("empty_layer").asBoolean(false) && at++ == layer) {
                return entry.path("created_by").asText(entry.path("comment").asText(""));
            }
        }
        return "";
    }

    /** Of most of its programs; {@code UNKNOWN} where no program tells. */
    public Elf.Libc libc() {
        long glibc = count(Elf.Libc.GLIBC);
        long musl = count(Elf.Libc.MUSL);
        if (glibc == 0 && musl == 0) {
            return Elf.Libc.UNKNOWN;
        }
        return glibc >= musl ? Elf.Libc.GLIBC : Elf.Libc.MUSL;
    }

    private long count(Elf.Libc libc) {
        return contents.telling().stream()
                .filter(placed -> placed.entry().facts() instanceof FileFacts.Executable executable
                        && executable.elf().libc() == libc)
                .count();
    }

    /** What its package databases list; empty where it has none. */
    public List<InstalledPackage> packages() {
        return contents.telling().stream()
                .filter(placed -> placed.entry().facts() instanceof FileFacts.Packages)
                .flatMap(placed -> ((FileFacts.Packages) placed.entry().facts()).installed().stream())
                .toList();
    }
}

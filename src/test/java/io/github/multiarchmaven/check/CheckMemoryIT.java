package io.github.multiarchmaven.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.testbed.DebianJavaBase;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks in a JVM with little memory. */
class CheckMemoryIT {
    private static final int THREADS = 6;

    @TempDir
    Path folder;

    @Test
    void aRealImageIsCheckedInAHeapOf64MegabytesColdAndWarm() {
        Path layout = Unavailable.orSkip(DebianJavaBase::layout);
        for (String how : new String[] {"cold", "warm"}) {
            Command.Result result = CheckProcess.command(
                            "64m", layout, DebianJavaBase.TAG, folder.resolve("c"), THREADS)
                    .run();
            assertEquals(0, result.exit(), result::errors);
            assertEquals("0", result.output().split(" ")[1], how + result.output());
        }
    }

    /** Three megabytes of a layer, a third of a million empty files. */
    @Test
    void aLayerOfTooManyEntriesEndsInASentence() throws IOException {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(blob, 1 << 16);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip)) {
            for (int i = 0; i < 350_000; i++) {
                tar.putArchiveEntry(new TarArchiveEntry("some/folder/with/files/" + i));
                tar.closeArchiveEntry();
            }
        }
        ImageLayout layout = ImageLayout.openOrCreate(folder.resolve("layout"));
        Descriptor layer = TinyImage.put(layout, MediaTypes.OCI_LAYER_GZIP, blob.toByteArray());
        Manifest small = TinyImage.putImage(layout, null, Platform.linuxAmd64(), 10, config -> {});
        var json = small.json();
        json.putArray("layers").add(layer.json());
        layout.putManifest(Manifest.compose(json, MediaTypes.OCI_MANIFEST), "many");
        Command.Result result = CheckProcess.command("128m", layout.directory(), "many", folder.resolve("c"), THREADS)
                .run();
        assertTrue(result.errors().contains("of memory, half of what Java has"), result::errors);
        assertTrue(!result.errors().contains("OutOfMemoryError"), result::errors);
        assertTrue(result.exit() != 0);
    }
}

package io.github.multiarchmaven.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.testbed.Skopeo;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.BlobLocations;
import io.github.multiarchmaven.transfer.Copier;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Skopeo reads what we write, and we read what it writes. */
class ArchiveLayoutIT {
    @TempDir
    Path folder;

    @Test
    void archivesGoBothWaysBetweenSkopeoAndUs() throws Exception {
        Skopeo skopeo = Unavailable.orSkip(Skopeo::get);
        ImageLayout source = ImageLayout.openOrCreate(folder.resolve("source"));
        Manifest index = TinyImage.putIndex(source, "17", 200_000, Platform.linuxAmd64(), Platform.linuxArm64());
        Path ours = folder.resolve("ours.tar");
        try (ArchiveLayout archive = ArchiveLayout.openOrCreate(ours);
                Copier copier = new Copier(4, new BlobLocations())) {
            copier.copy(source, "17", archive, List.of("java"));
            archive.commit();
        }

        Path theirs = folder.resolve("theirs.tar");
        skopeo.copyAll("oci-archive:" + ours + ":java", "oci-archive:" + theirs + ":again");

        try (ArchiveLayout archive = ArchiveLayout.open(theirs)) {
            assertEquals(index.digest(), archive.resolve("again").orElseThrow().digest());
            for (Descriptor child : index.children()) {
                for (Descriptor blob :
                        archive.manifest(child.digest().toString()).blobs()) {
                    try (InputStream in = archive.openBlob(blob)) {
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                }
            }
        }
    }
}

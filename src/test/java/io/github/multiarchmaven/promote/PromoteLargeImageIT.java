package io.github.multiarchmaven.promote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The heap does not grow with the image. */
class PromoteLargeImageIT {
    /** More than an {@code int} counts. */
    private static final long LAYER = 2_300_000_000L;

    @Test
    void anImageOfSeveralGigabytesPassesThroughSixtyFourMegabytes() throws Exception {
        try (RealRegistry upstream = Unavailable.orSkip(RealRegistry::start);
                RealRegistry hub = Unavailable.orSkip(RealRegistry::start);
                RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            Repository source = client.repository(Reference.parse(upstream.host() + "/large"));
            Manifest image = putLarge(source);

            Command.Result result = PromoteProcess.command(
                            "64m", List.of(upstream.host() + "/large:1", hub.host() + "/large:1"))
                    .run();

            assertEquals(0, result.exit(), () -> result.output() + result.errors());
            Repository target = client.repository(Reference.parse(hub.host() + "/large"));
            assertEquals(image.digest(), target.resolve("1").orElseThrow().digest());
            // The registry verified the digest when it took the layer; here, that it has all of it.
            assertEquals(true, target.hasBlob(image.layers().get(0)));
        }
    }

    private static Manifest putLarge(Repository place) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = new Counting(LAYER)) {
            for (int read; (read = in.read(buffer)) >= 0; ) {
                sha.update(buffer, 0, read);
            }
        }
        Descriptor layer = Descriptor.of(
                MediaTypes.OCI_LAYER, Digest.parse("sha256:" + HexFormat.of().formatHex(sha.digest())), LAYER);
        place.putBlob(layer, null, () -> new Counting(LAYER));
        ObjectNode json = TinyImage.putImage(place, null, Platform.linuxAmd64(), 10, config -> {})
                .json();
        json.putArray("layers").add(layer.json());
        Manifest image = Manifest.compose(json, MediaTypes.OCI_MANIFEST);
        place.putManifest(image, "1");
        return image;
    }

    /** Bytes without end but for their number, the same each time, no two chunks alike. */
    private static final class Counting extends InputStream {
        private final long size;
        private long position;

        Counting(long size) {
            this.size = size;
        }

        @Override
        public int read() {
            return position == size ? -1 : (int) ((position++ >>> 12) & 0xff);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (position == size) {
                return -1;
            }
            int count = (int) Math.min(Math.min(length, 4096 - (position & 4095)), size - position);
            java.util.Arrays.fill(buffer, offset, offset + count, (byte) (position >>> 12));
            position += count;
            return count;
        }
    }
}

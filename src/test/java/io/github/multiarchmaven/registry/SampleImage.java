package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Two images of three layers each, one of them shared, and the index over them: random bytes, the same in each run. */
final class SampleImage {
    private final Map<Descriptor, byte[]> blobs = new LinkedHashMap<>();
    private final List<Manifest> images = new ArrayList<>();
    private final Manifest index;
    private final Random random = new Random(42);

    /** @param unit bytes of the smallest layer */
    SampleImage(int unit) {
        Descriptor shared = blob(MediaTypes.OCI_LAYER_GZIP, 3 * unit);
        for (int platform = 0; platform < 2; platform++) {
            ObjectNode json = Json.object();
            json.put("schemaVersion", 2);
            json.put("mediaType", MediaTypes.OCI_MANIFEST);
            json.set("config", blob(MediaTypes.OCI_CONFIG, 500).json());
            json.putArray("layers")
                    .add(shared.json())
                    .add(blob(MediaTypes.OCI_LAYER_GZIP, 2 * unit).json())
                    .add(blob(MediaTypes.OCI_LAYER_GZIP, unit).json());
            images.add(Manifest.compose(json, MediaTypes.OCI_MANIFEST));
        }
        index = Fixtures.index(images.stream().map(Manifest::descriptor).toArray(Descriptor[]::new));
    }

    private Descriptor blob(String type, int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        Descriptor descriptor = Descriptor.ofBytes(type, content);
        blobs.put(descriptor, content);
        return descriptor;
    }

    int blobs() {
        return blobs.size();
    }

    Manifest index() {
        return index;
    }

    void storeIn(Repository repository, String tag) {
        blobs.forEach(
                (descriptor, content) -> repository.putBlob(descriptor, null, () -> new ByteArrayInputStream(content)));
        images.forEach(image -> repository.putManifest(image, null));
        repository.putManifest(index, tag);
    }

    /** Reads everything back and compares each byte. */
    void requireIn(Repository repository, String tag) throws IOException {
        assertArrayEquals(index.bytes(), repository.manifest(tag).bytes());
        for (Manifest image : images) {
            assertArrayEquals(
                    image.bytes(),
                    repository.manifest(image.digest().toString()).bytes());
        }
        for (Map.Entry<Descriptor, byte[]> blob : blobs.entrySet()) {
            try (InputStream in = repository.openBlob(blob.getKey())) {
                assertArrayEquals(blob.getValue(), in.readAllBytes());
            }
        }
    }
}

package io.github.multiarchmaven.testbed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ImageLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An image as large as applications of Java become, for linux/amd64 and linux/arm64: {@link DebianJavaBase}, two layers of tools out of
 * Debian's packages, released jars with native libraries side by side, and a fat jar. The jars' layers are the same
 * for both, as they are in practice. About 300 MB of distinct blobs, which are about 800 MB unpacked; the same packages give the same digests.
 */
public final class LargeJavaImage {
    public static final String TAG = "large";

    private static final List<List<String>> PACKAGES = List.of(List.of("python3", "curl"), List.of("git"));
    private static final List<String> SIDE_BY_SIDE = List.of(
            "org.xerial:sqlite-jdbc:3.47.1.0",
            "com.github.luben:zstd-jni:1.5.6-9",
            "org.lz4:lz4-java:1.8.0",
            "org.fusesource.jansi:jansi:2.4.1",
            "org.iq80.leveldb:leveldb:0.12");
    private static final List<String> IN_FAT_JAR = List.of(
            "io.grpc:grpc-netty-shaded:1.68.1",
            "org.xerial.snappy:snappy-java:1.1.10.7",
            "net.java.dev.jna:jna:5.15.0",
            "org.conscrypt:conscrypt-openjdk-uber:2.6.0");

    private LargeJavaImage() {}

    /** The layout's folder, {@code target/testbed/large-java-image}; composed at first use. */
    public static Path layout() throws Unavailable {
        TestbedFolder testbed = TestbedFolder.ofBuild();
        Path base = DebianJavaBase.layout();
        List<String> coordinates = new ArrayList<>(SIDE_BY_SIDE);
        coordinates.addAll(IN_FAT_JAR);
        Map<String, Path> jars = MavenJars.fetch("large-image", coordinates);
        List<List<List<Path>>> packages = new ArrayList<>();
        StringBuilder recipe = new StringBuilder("1\n").append(coordinates).append('\n');
        recipe.append(
                ImageLayout.open(base).resolve(DebianJavaBase.TAG).orElseThrow().digest());
        for (Platform platform : List.of(Platform.linuxAmd64(), Platform.linuxArm64())) {
            List<List<Path>> layers = new ArrayList<>();
            Set<Path> installed = new HashSet<>(DebianJavaBase.packages(testbed, platform));
            for (List<String> names : PACKAGES) {
                layers.add(DebianPackages.of(testbed, platform).fetch(names.toArray(String[]::new)).stream()
                        .filter(installed::add)
                        .toList());
            }
            packages.add(layers);
            layers.forEach(files -> files.forEach(file -> recipe.append('\n').append(file.getFileName())));
        }
        return testbed.entry("large-java-image", recipe.toString(), folder -> compose(folder, base, packages, jars));
    }

    private record Layer(Descriptor blob, Digest diffId, String command) {}

    private static void compose(Path folder, Path base, List<List<List<Path>>> packages, Map<String, Path> jars)
            throws IOException {
        ImageLayout from = ImageLayout.open(base);
        ImageLayout to = ImageLayout.openOrCreate(folder);
        Layer libraries = layer(to, "COPY libs /app/libs", tar -> {
            for (String jar : SIDE_BY_SIDE) {
                put(tar, "app/libs/" + jars.get(jar).getFileName(), Files.readAllBytes(jars.get(jar)));
            }
        });
        Layer fatJar = layer(to, "COPY app.jar /app/app.jar", tar -> put(tar, "app/app.jar", fatJar(jars)));
        List<Descriptor> children = new ArrayList<>();
        for (Descriptor child : from.manifest(DebianJavaBase.TAG).children()) {
            Manifest image = from.manifest(child.digest().toString());
            for (Descriptor layer : image.layers()) {
                to.linkBlob(layer, from.blobPath(layer.digest()));
            }
            List<Layer> added = new ArrayList<>();
            for (int i = 0; i < PACKAGES.size(); i++) {
                List<Path> files = packages.get(children.size()).get(i);
                added.add(packages(to, files, "RUN apt-get install " + String.join(" ", PACKAGES.get(i))));
            }
            added.addAll(List.of(libraries, fatJar));
            children.add(
                    image(from, to, image, added).withPlatform(child.platform().orElseThrow()));
        }
        to.putManifest(Indexes.compose(children, Map.of()), TAG);
    }

    private static Descriptor image(ImageLayout from, ImageLayout to, Manifest base, List<Layer> added) {
        ObjectNode config = Json.parseObject(from.readBlob(base.config()), "the configuration");
        ArrayNode diffIds = (ArrayNode) config.path("rootfs").path("diff_ids");
        ArrayNode history = (ArrayNode) config.path("history");
        ObjectNode manifest = base.json();
        ArrayNode layers = (ArrayNode) manifest.path("layers");
        for (Layer layer : added) {
            diffIds.add(layer.diffId().toString());
            history.addObject().put("created_by", layer.command());
            layers.add(layer.blob().json());
        }
        manifest.set(
                "config", to.putBytes(MediaTypes.OCI_CONFIG, Json.bytes(config)).json());
        Manifest image = Manifest.compose(manifest, MediaTypes.OCI_MANIFEST);
        to.putManifest(image, null);
        return image.descriptor();
    }

    private static Layer packages(ImageLayout to, List<Path> files, String command) throws IOException {
        return packed(to, command, out -> {
            try (MergedUsrLayer layer = new MergedUsrLayer(out)) {
                for (Path file : files) {
                    layer.add(file);
                }
            }
        });
    }

    private interface Writer<T> {
        void write(T to) throws IOException;
    }

    private static Layer layer(ImageLayout to, String command, Writer<TarArchiveOutputStream> content)
            throws IOException {
        return packed(to, command, out -> {
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
                content.write(tar);
            }
        });
    }

    private static Layer packed(ImageLayout to, String command, Writer<OutputStream> content) throws IOException {
        Path file = Files.createTempFile(to.directory(), "layer", ".part");
        MessageDigest plain = Digest.Algorithm.SHA256.newMessageDigest();
        try (OutputStream out =
                new DigestOutputStream(new GZIPOutputStream(Files.newOutputStream(file), 1 << 16), plain)) {
            content.write(out);
        }
        MessageDigest compressed = Digest.Algorithm.SHA256.newMessageDigest();
        compressed.update(Files.readAllBytes(file));
        Digest digest = Digest.of(Digest.Algorithm.SHA256, compressed.digest());
        Descriptor blob = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, digest, Files.size(file));
        to.linkBlob(blob, file);
        Files.delete(file);
        return new Layer(blob, Digest.of(Digest.Algorithm.SHA256, plain.digest()), command);
    }

    private static void put(TarArchiveOutputStream tar, String path, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(content.length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** As Spring Boot packs them: jars in it are stored, not deflated once more. */
    private static byte[] fatJar(Map<String, Path> jars) throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String jar : IN_FAT_JAR) {
                byte[] content = Files.readAllBytes(jars.get(jar));
                ZipEntry entry = new ZipEntry("BOOT-INF/lib/" + jars.get(jar).getFileName());
                entry.setTime(0);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                CRC32 crc = new CRC32();
                crc.update(content);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(content);
            }
        }
        return bytes.toByteArray();
    }
}

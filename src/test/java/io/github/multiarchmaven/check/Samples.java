package io.github.multiarchmaven.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.FileFacts;
import io.github.multiarchmaven.contents.ImageContents;
import io.github.multiarchmaven.contents.LayerContents;
import io.github.multiarchmaven.contents.LayerEntry;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.packages.InstalledPackage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Images made up from what is in them. */
public final class Samples {
    public static final int AMD64 = 62;
    public static final int ARM64 = 183;
    static final int I386 = 3;
    static final int ARM = 40;

    private Samples() {}

    public static LayerEntry file(String path, long size, FileFacts facts) {
        return new LayerEntry(path, LayerEntry.Type.FILE, 0644, size, "", facts);
    }

    public static LayerEntry program(String path, int machine) {
        return program(path, machine, Elf.System.LINUX, Elf.Libc.GLIBC);
    }

    static LayerEntry program(String path, int machine, Elf.System system, Elf.Libc libc) {
        return file(path, 1000, new FileFacts.Executable(elf(machine, system, libc)));
    }

    static Elf elf(int machine, Elf.System system, Elf.Libc libc) {
        return new Elf(machine, machine == I386 || machine == ARM ? 32 : 64, true, 0, 3, system, libc);
    }

    /** A jar with a library for each path and machine. */
    public static LayerEntry jar(String path, Map<String, Integer> natives) {
        List<FileFacts.NativeEntry> entries = new ArrayList<>();
        new TreeMap<>(natives)
                .forEach((name, machine) -> entries.add(
                        new FileFacts.NativeEntry("", name, elf(machine, Elf.System.LINUX, Elf.Libc.GLIBC))));
        return file(path, 5000, new FileFacts.Archive(List.of(), entries));
    }

    /** A package database; each as {@code name version architecture}. */
    public static LayerEntry packages(String... installed) {
        return file(
                "var/lib/dpkg/status",
                1000,
                new FileFacts.Packages(Stream.of(installed)
                        .map(text -> text.split(" "))
                        .map(words -> new InstalledPackage(words[0], words[1], words[2]))
                        .toList()));
    }

    public static LayerEntry release(String home, String version, String vendor) {
        return file(
                home + "/release",
                100,
                new FileFacts.Text("IMPLEMENTOR=\"" + vendor + "\"\nJAVA_VERSION=\"" + version + "\"\n"));
    }

    public static LayerContents layer(LayerEntry... entries) {
        long unpacked = List.of(entries).stream().mapToLong(LayerEntry::size).sum();
        Digest digest = Digest.ofBytes(List.of(entries).toString().getBytes(StandardCharsets.UTF_8));
        return new LayerContents(digest, unpacked / 2, unpacked, List.of(entries));
    }

    public static PlatformImage image(Platform platform, LayerContents... layers) {
        return image(platform, config -> {}, layers);
    }

    public static PlatformImage image(Platform platform, Consumer<ObjectNode> run, LayerContents... layers) {
        ObjectNode config = platform.toJson();
        run.accept(config.putObject("config"));
        ArrayNode history = config.putArray("history");
        ObjectNode manifest = Json.object();
        manifest.put("schemaVersion", 2);
        manifest.set("config", descriptor("config " + platform, 10));
        ArrayNode all = manifest.putArray("layers");
        for (int i = 0; i < layers.length; i++) {
            all.add(descriptor("layer " + i, layers[i].compressed()));
            history.addObject().put("created_by", "RUN /bin/sh -c command " + (i + 1) + " # buildkit");
        }
        return new PlatformImage(
                platform,
                Manifest.compose(manifest, MediaTypes.OCI_MANIFEST),
                config,
                new ImageContents(List.of(layers)));
    }

    private static ObjectNode descriptor(String what, long size) {
        return Json.object()
                .put("mediaType", "application/vnd.oci.image.layer.v1.tar+gzip")
                .put(
                        "digest",
                        Digest.ofBytes(what.getBytes(StandardCharsets.UTF_8)).toString())
                .put("size", size);
    }

    public static CheckedImage both(PlatformImage... platforms) {
        return new CheckedImage(
                "hub.example.com/team/app:1.0",
                Digest.ofBytes("index".getBytes(StandardCharsets.UTF_8)),
                List.of(platforms));
    }

    static List<String> findings(Rule rule, PlatformImage... platforms) {
        List<String> lines = new ArrayList<>();
        rule.look(both(platforms), CheckOptions.defaults())
                .forEach(finding -> lines.add(finding.severity().word() + " "
                        + finding.platform().map(Platform::architecture).orElse("all") + " "
                        + finding.subject().name() + ": " + finding.message()));
        return lines;
    }
}

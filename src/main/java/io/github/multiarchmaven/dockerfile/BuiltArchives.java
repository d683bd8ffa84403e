package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ArchiveLayout;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.layout.LayoutLock;
import io.github.multiarchmaven.transfer.Copier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes what engines wrote over into a layout, as {@code build} would have written it: one image manifest for each platform in the
 * order of the request, an OCI index over them, the tag last. The manifests keep their bytes, unless they get annotations.
 */
final class BuiltArchives {
    private final DockerfileRequest request;
    private final Copier copier;

    BuiltArchives(DockerfileRequest request, Copier copier) {
        this.request = request;
        this.copier = copier;
    }

    /** @throws ImageException when an engine has left a platform out, or built it for another */
    @SuppressWarnings("try") // The lock is held, not used.
    DockerfileResult importInto(List<EngineRun> runs, String engine) {
        ImageLayout layout = ImageLayout.openOrCreate(request.layoutDirectory());
        try (LayoutLock lock = layout.lock()) {
            Map<Platform, DockerfileResult.PlatformImage> images = new LinkedHashMap<>();
            for (EngineRun run : runs) {
                try (ArchiveLayout archive = ArchiveLayout.open(run.archive())) {
                    for (Platform platform : run.platforms()) {
                        images.put(platform, image(archive, layout, platform, engine));
                    }
                }
            }
            List<DockerfileResult.PlatformImage> ordered =
                    request.platforms().keySet().stream().map(images::get).toList();
            Manifest index = Indexes.compose(
                    ordered.stream()
                            .map(DockerfileResult.PlatformImage::manifest)
                            .toList(),
                    request.indexAnnotations());
            layout.putManifestLocked(index, request.tag());
            layout.prune();
            return new DockerfileResult(index.descriptor(), engine, ordered);
        }
    }

    private DockerfileResult.PlatformImage image(
            ArchiveLayout archive, ImageLayout layout, Platform platform, String engine) {
        Descriptor child = child(archive, platform, engine);
        copier.copy(archive, child.digest().toString(), layout, List.of());
        Manifest manifest = annotated(layout.manifest(child.digest().toString()));
        layout.putManifest(manifest, null);
        Platform actual =
                Platform.fromJson(Json.parseObject(layout.readBlob(manifest.config()), "the image's configuration"));
        if (!actual.satisfies(platform)) {
            throw new InvalidInputException("Building " + request.source().dockerfile() + " for " + platform + " with "
                    + engine + " gave an image for " + actual
                    + ". Mostly a FROM names a base of one architecture only, or has --platform: take that out, or take a base"
                    + " that has the platform.");
        }
        return new DockerfileResult.PlatformImage(
                platform, manifest.descriptor().withPlatform(platform), manifest.config(), manifest.layers());
    }

    private Manifest annotated(Manifest manifest) {
        if (request.annotations().isEmpty()) {
            return manifest;
        }
        var json = manifest.json();
        var annotations = json.withObjectProperty("annotations");
        request.annotations().forEach(annotations::put);
        return Manifest.compose(json, manifest.mediaType());
    }

    /** Through an index of the archive, or an index in that; attestations have no platform of a machine. */
    private Descriptor child(ArchiveLayout archive, Platform platform, String engine) {
        List<Descriptor> found = new ArrayList<>();
        for (Descriptor entry : archive.entries()) {
            find(archive, entry, platform, found, 0);
        }
        if (found.isEmpty()) {
            throw new CorruptContentException("Building " + request.source().dockerfile() + " for " + platform
                    + " with "
                    + engine + ": the engine reported success, and its result has no image for the platform. Build this"
                    + " platform alone (-Dmultiarch.platforms=" + platform + ") to see why.");
        }
        return found.get(0);
    }

    private static void find(
            ArchiveLayout archive, Descriptor entry, Platform platform, List<Descriptor> found, int depth) {
        if (depth > Manifest.MAX_NESTING) {
            return;
        }
        if (MediaTypes.isIndex(entry.mediaType())) {
            for (Descriptor child : archive.manifest(entry.digest().toString()).children()) {
                find(archive, child, platform, found, depth + 1);
            }
        } else if (entry.platform().map(p -> p.satisfies(platform)).orElse(depth == 0)) {
            // A single image needs no platform in the archive's index: its configuration is looked at afterwards.
            found.add(entry);
        }
    }
}

package io.github.multiarchmaven.assemble;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Files of one layer. Directories above a file need no entry of their own: they are added with mode 755, owner root and a
 * modification time of one second after the epoch.
 *
 * @param name for people, as in the image's history: {@code dependencies}, {@code classes}, ...
 * @param files sorted by path here, so that their order on disk does not matter; of several with one path the first is kept
 */
public record Layer(String name, List<LayerFile> files) {
    public Layer {
        Objects.requireNonNull(name, "name");
        Map<String, LayerFile> byPath = new LinkedHashMap<>();
        files.forEach(file -> byPath.putIfAbsent(file.path(), file));
        files = byPath.values().stream()
                .sorted(Comparator.comparing(LayerFile::path))
                .toList();
    }
}

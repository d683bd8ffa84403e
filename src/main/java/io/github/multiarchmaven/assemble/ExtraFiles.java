package io.github.multiarchmaven.assemble;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import io.github.multiarchmaven.image.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Collects the files of an extra directory by the rules of jib's parameter of that name. */
final class ExtraFiles {
    private static final String LAYER_NAME = "extra files";

    private ExtraFiles() {}

    static Layer layer(ExtraDirectory directory, Instant modified) throws IOException {
        Path from = directory.from();
        if (!Files.isDirectory(from)) {
            throw new InvalidInputException("The directory " + from
                    + " in <extraDirectories> is not there. Create it, or remove it from the configuration.");
        }
        List<PathMatcher> includes =
                directory.includes().stream().map(ExtraFiles::glob).toList();
        List<PathMatcher> excludes =
                directory.excludes().stream().map(ExtraFiles::glob).toList();
        Map<PathMatcher, String> permissions = new LinkedHashMap<>();
        directory.permissions().forEach((pattern, mode) -> permissions.put(glob(pattern), mode));
        AbsoluteUnixPath into = AbsoluteUnixPath.get(directory.into());

        List<LayerFile> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.sorted().toList()) {
                Path relative = from.relativize(path);
                if (path.equals(from)
                        || excludes.stream().anyMatch(exclude -> exclude.matches(relative))
                        || !includes.isEmpty() && includes.stream().noneMatch(include -> include.matches(relative))) {
                    continue;
                }
                String target = into.resolve(relative).toString();
                int usual = Files.isDirectory(path) ? LayerFile.DIRECTORY_MODE : LayerFile.FILE_MODE;
                String mode = directory.permissions().getOrDefault(target, firstMatch(permissions, target));
                files.add(new LayerFile(path, target, mode == null ? usual : Integer.parseInt(mode, 8), modified, ""));
            }
        }
        return new Layer(LAYER_NAME, files);
    }

    private static String firstMatch(Map<PathMatcher, String> permissions, String target) {
        Path path = Path.of(target);
        return permissions.entrySet().stream()
                .filter(entry -> entry.getKey().matches(path))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static PathMatcher glob(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new InvalidInputException(
                    "The pattern '" + pattern + "' in <extraDirectories> is not a glob: " + e.getDescription() + ".",
                    e);
        }
    }
}

package io.github.multiarchmaven.natives;

import io.github.multiarchmaven.contents.FileFacts.Archive;
import io.github.multiarchmaven.contents.FileFacts.NativeEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A jar to judge: the ELF files that are in it, but not those in jars within it.
 *
 * @param path of an inner jar with {@code !/} between the jars
 * @param coordinates as the build resolved it, as its {@code pom.properties} say, or as its file is named
 */
public record Jar(String path, Coordinates coordinates, List<NativeEntry> natives) {
    public Jar {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(coordinates, "coordinates");
        natives = List.copyOf(natives);
    }

    /** The jar and those within it that hold ELF files; the jar itself is first and is always there. */
    public static List<Jar> of(String path, Coordinates coordinates, Archive archive) {
        Map<String, List<NativeEntry>> byJar = new LinkedHashMap<>();
        byJar.put("", new ArrayList<>());
        for (NativeEntry entry : archive.natives()) {
            byJar.computeIfAbsent(entry.jar(), jar -> new ArrayList<>()).add(entry);
        }
        List<Jar> jars = new ArrayList<>();
        byJar.forEach((inner, natives) -> jars.add(
                inner.isEmpty()
                        ? new Jar(path, coordinates, natives)
                        : new Jar(path + "!/" + inner, Coordinates.ofFile(inner), natives)));
        return jars;
    }

    /** The same for a jar of unknown origin. */
    public static List<Jar> of(String path, Archive archive) {
        return of(path, coordinates(path, archive), archive);
    }

    // A shaded jar names many artifacts: then its file's name tells more.
    private static Coordinates coordinates(String path, Archive archive) {
        if (archive.artifacts().size() != 1) {
            return Coordinates.ofFile(path);
        }
        Coordinates named = Coordinates.parse(archive.artifacts().get(0));
        Coordinates file = Coordinates.ofFile(path);
        return file.artifactId().equals(named.artifactId()) ? named.with(named.artifactId(), file.classifier()) : named;
    }
}

package io.github.multiarchmaven.natives;

import io.github.multiarchmaven.image.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Maven artifact of type jar.
 *
 * @param groupId empty where only a file's name is known
 * @param version empty where it is not known
 * @param classifier empty when there is none
 */
public record Coordinates(String groupId, String artifactId, String version, String classifier) {
    // The version begins at the first hyphen that a digit follows, as in Maven's repository layout.
    private static final Pattern FILE = Pattern.compile("(?<artifact>.+?)-(?<version>\\d.*)\\.[jw]ar");
    private static final Pattern VERSION = Pattern.compile(
            "(?<version>\\d[\\w.]*(?:-(?:\\d[\\w.]*|(?i:alpha|beta|rc|m|sp|ga|final|release|snapshot|jre|android)[\\w.]*))*)"
                    + "(?:-(?<classifier>[A-Za-z].*))?");

    /**
     * Parses {@code groupId:artifactId:version} and {@code groupId:artifactId:version:classifier}.
     *
     * @throws InvalidInputException when the text has another shape
     */
    public static Coordinates parse(String text) {
        String[] parts = text.strip().split(":", -1);
        if (parts.length < 3 || parts.length > 4 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new InvalidInputException("Malformed Maven coordinates '" + text
                    + "': expected groupId:artifactId:version or groupId:artifactId:version:classifier.");
        }
        return new Coordinates(parts[0], parts[1], parts[2], parts.length == 4 ? parts[3] : "");
    }

    /** What a file's name says, without groupId: {@code jna-5.15.0.jar}. The whole name is the artifactId where it has no version. */
    public static Coordinates ofFile(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        Matcher matcher = FILE.matcher(file);
        if (!matcher.matches()) {
            return new Coordinates("", file.replaceFirst("\\.[jw]ar$", ""), "", "");
        }
        Matcher version = VERSION.matcher(matcher.group("version"));
        if (!version.matches()) {
            return new Coordinates("", matcher.group("artifact"), matcher.group("version"), "");
        }
        String classifier = version.group("classifier");
        return new Coordinates(
                "", matcher.group("artifact"), version.group("version"), classifier == null ? "" : classifier);
    }

    /**
     * The same for jars that are parts of one: they have one version, and artifact ids and classifiers that differ in the
     * platform only. Empty where nothing but a platform is known of a jar.
     */
    String family() {
        String name = PlatformWords.withoutPlatform(artifactId);
        return groupId.isEmpty() && name.isEmpty() ? "" : groupId + ":" + name + ":" + version;
    }

    /** {@code groupId:artifactId}. */
    String artifact() {
        return groupId + ":" + artifactId;
    }

    Coordinates with(String otherArtifactId, String otherClassifier) {
        return new Coordinates(groupId, otherArtifactId, version, otherClassifier);
    }

    @Override
    public String toString() {
        return (groupId.isEmpty() ? "" : groupId + ":")
                + artifactId
                + (version.isEmpty() ? "" : ":" + version)
                + (classifier.isEmpty() ? "" : ":" + classifier);
    }
}

package io.github.multiarchmaven.check;

import io.github.multiarchmaven.contents.ImageContents.PlacedEntry;
import io.github.multiarchmaven.contents.LayerEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Same paths, kinds and modes, but for the architecture's own words in paths. */
final class FilesRule extends PairRule {
    @Override
    public RuleName name() {
        return RuleName.FILES;
    }

    @Override
    void compare(PlatformImage one, PlatformImage other, List<Finding> findings) {
        Map<String, LayerEntry> ours = files(one);
        Map<String, LayerEntry> theirs = files(other);
        ours.forEach(
                (path, entry) -> difference(one, entry, other, theirs.get(path)).ifPresent(findings::add));
        theirs.forEach((path, entry) -> {
            if (!ours.containsKey(path)) {
                findings.add(finding(other, entry, "it is not there on " + one.platform()));
            }
        });
    }

    private static Map<String, LayerEntry> files(PlatformImage image) {
        Map<String, LayerEntry> files = new TreeMap<>();
        for (PlacedEntry placed : image.contents().entries()) {
            files.put(Machines.withoutOwnWords(placed.entry().path(), image.platform()), placed.entry());
        }
        return files;
    }

    private static Optional<Finding> difference(
            PlatformImage one, LayerEntry ours, PlatformImage other, LayerEntry theirs) {
        if (theirs == null) {
            return Optional.of(finding(one, ours, "it is not there on " + other.platform()));
        }
        if (ours.type() != theirs.type()) {
            return Optional.of(finding(
                    other, theirs, "it is a " + word(theirs) + ", and a " + word(ours) + " on " + one.platform()));
        }
        if (ours.mode() != theirs.mode()) {
            return Optional.of(finding(
                    other,
                    theirs,
                    "its mode is " + Integer.toOctalString(theirs.mode()) + ", and "
                            + Integer.toOctalString(ours.mode()) + " on " + one.platform()));
        }
        return Optional.empty();
    }

    private static String word(LayerEntry entry) {
        return entry.type().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Finding finding(PlatformImage image, LayerEntry entry, String message) {
        return new Finding(
                RuleName.FILES,
                Severity.ERROR,
                Optional.of(image.platform()),
                Subject.path(entry.path()),
                message,
                "Have both platforms' builds do the same, or allow it with a reason.");
    }
}

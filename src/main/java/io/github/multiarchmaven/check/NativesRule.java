package io.github.multiarchmaven.check;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.natives.JarVerdict;
import io.github.multiarchmaven.natives.JarVerdict.Detail;
import io.github.multiarchmaven.natives.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every jar with native libraries for Linux has them for the image's platform and C library. */
public final class NativesRule implements Rule {
    private static final int MOST_NAMED = 3;

    @Override
    public RuleName name() {
        return RuleName.NATIVES;
    }

    @Override
    public List<Finding> look(CheckedImage image, CheckOptions options) {
        return findings(ImageNatives.of(image));
    }

    /** One for each jar and platform that gets less than others do. */
    public static List<Finding> findings(List<JarVerdict> verdicts) {
        List<Finding> findings = new ArrayList<>();
        for (JarVerdict verdict : verdicts) {
            for (Map.Entry<Platform, Status> status : verdict.statuses().entrySet()) {
                if (status.getValue().isFinding()) {
                    findings.add(new Finding(
                            RuleName.NATIVES,
                            Severity.ERROR,
                            Optional.of(status.getKey()),
                            Subject.jar(verdict.jar()),
                            message(verdict, status.getKey()),
                            verdict.remedy()));
                }
            }
        }
        return findings;
    }

    private static String message(JarVerdict verdict, Platform platform) {
        return verdict.details().stream()
                .filter(detail -> detail.platform().equals(platform))
                .map(NativesRule::words)
                .collect(Collectors.joining("; "));
    }

    private static String words(Detail detail) {
        String there = detail.paths().stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (detail.paths().size() > MOST_NAMED
                        ? " and " + (detail.paths().size() - MOST_NAMED) + " more"
                        : "");
        return detail.status() == Status.OTHER_LIBC
                ? "its library " + detail.library() + " is for the other C library (" + there + ")"
                : "it has no library " + detail.library() + " for it, but for others (" + there + ")";
    }
}

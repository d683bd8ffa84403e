package io.github.multiarchmaven.natives;

import io.github.multiarchmaven.image.Platform;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one jar has for the wanted platforms: a line of the natives matrix.
 *
 * @param jar its path; of an inner jar with {@code !/} between the jars
 * @param statuses by wanted platform, in the order they were asked for
 * @param details one for each library and platform that is a finding
 * @param remedy one or more sentences; empty when there is no finding
 */
public record JarVerdict(String jar, Map<Platform, Status> statuses, List<Detail> details, String remedy) {
    public JarVerdict {
        statuses = Collections.unmodifiableMap(new LinkedHashMap<>(statuses));
        details = List.copyOf(details);
    }

    /** Whether a wanted platform gets less than others do. */
    public boolean isFinding() {
        return statuses.values().stream().anyMatch(Status::isFinding);
    }

    /**
     * A library that a platform lacks, or has for the other C library only.
     *
     * @param library its name without version and platform
     * @param status {@link Status#MISSING} or {@link Status#OTHER_LIBC}
     * @param paths the files that there are: for the other C library, or for other Linux platforms
     */
    public record Detail(String library, Platform platform, Status status, List<String> paths) {
        public Detail {
            paths = List.copyOf(paths);
        }
    }
}

package io.github.multiarchmaven.packages;

import java.util.Objects;

/**
 * A package that is installed.
 *
 * @param name such as {@code libc6}
 * @param version in the package manager's own spelling, with epoch and release where it has them: {@code 1:2.36-9+deb12u4}
 * @param architecture in the package manager's own word: {@code arm64} (dpkg), {@code aarch64} (rpm, apk), {@code all}, {@code noarch}
 */
public record InstalledPackage(String name, String version, String architecture) {
    public InstalledPackage {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(architecture, "architecture");
    }
}

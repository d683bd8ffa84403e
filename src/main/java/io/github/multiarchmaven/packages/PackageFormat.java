package io.github.multiarchmaven.packages;

/** Which package manager wrote a database. */
public enum PackageFormat {
    DPKG,
    APK,
    RPM
}

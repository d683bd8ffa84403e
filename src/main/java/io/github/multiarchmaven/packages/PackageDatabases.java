package io.github.multiarchmaven.packages;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Knows the package databases by their paths in an image. */
public final class PackageDatabases {
    private PackageDatabases() {}

    /**
     * Whether a file is a package database, or a part of one.
     *
     * @param path in the image, without a leading slash: {@code var/lib/dpkg/status}, {@code var/lib/dpkg/status.d/base},
     *     {@code lib/apk/db/installed}, {@code var/lib/rpm/rpmdb.sqlite}, {@code usr/lib/sysimage/rpm/Packages.db}
     */
    public static Optional<PackageFormat> formatOf(String path) {
        return Optional.empty();
    }

    /**
     * What a file that {@link #formatOf} knows says is installed, sorted by name, version and architecture.
     *
     * @throws io.github.multiarchmaven.image.CorruptContentException when it cannot be read as such
     */
    public static List<InstalledPackage> read(String path, InputStream content, long size) throws IOException {
        return List.of();
    }
}

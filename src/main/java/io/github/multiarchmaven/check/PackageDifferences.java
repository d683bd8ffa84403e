package io.github.multiarchmaven.check;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.packages.Difference;
import io.github.multiarchmaven.packages.InstalledPackage;
import io.github.multiarchmaven.packages.PackageComparison;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** In what the packages of an image's platforms differ. */
public final class PackageDifferences {
    private PackageDifferences() {}

    /**
     * By name, expected differences included. Platforms without any package database are left out: they would lack everything, which
     * is for the rule {@code packages} to say once.
     */
    public static List<Difference> of(CheckedImage image) {
        Map<Platform, List<InstalledPackage>> installed = new LinkedHashMap<>();
        for (PlatformImage platform : image.platforms()) {
            List<InstalledPackage> packages = platform.packages();
            if (!packages.isEmpty()) {
                installed.put(platform.platform(), packages);
            }
        }
        return new PackageComparison().differences(installed);
    }
}

package io.github.multiarchmaven.packages;

import io.github.multiarchmaven.image.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows the package databases by their paths in an image.
 *
 * <p>Files are read from their streams once and never written anywhere. Texts (dpkg, apk) may have 512 MiB and are read line by
 * line; rpm's databases need random access and are held in memory while they are read, therefore at most 256 MiB of them, and a quarter of what Java has.
 */
public final class PackageDatabases {
    private static final Pattern DPKG = Pattern.compile("var/lib/dpkg/(?:status|status\\.d/(?!.*\\.md5sums$)[^/]+)");
    private static final Pattern APK = Pattern.compile("(?:usr/)?lib/apk/db/installed");
    // The third is rpm-ostree's.
    private static final Pattern RPM = Pattern.compile(
            "(?:var/lib/rpm|usr/lib/sysimage/rpm|usr/share/rpm)/(rpmdb\\.sqlite|Packages\\.db|Packages)");

    private PackageDatabases() {}

    /**
     * Whether a file is a package database, or a part of one.
     *
     * @param path in the image, without a leading slash: {@code var/lib/dpkg/status}, {@code var/lib/dpkg/status.d/base},
     *     {@code lib/apk/db/installed}, {@code var/lib/rpm/rpmdb.sqlite}, {@code usr/lib/sysimage/rpm/Packages.db}
     */
    public static Optional<PackageFormat> formatOf(String path) {
        // Asked for each file of an image: nearly all are none at a glance.
        if (!path.contains("/dpkg/") && !path.contains("/rpm/") && !path.contains("/apk/db/")) {
            return Optional.empty();
        }
        if (DPKG.matcher(path).matches()) {
            return Optional.of(PackageFormat.DPKG);
        }
        if (APK.matcher(path).matches()) {
            return Optional.of(PackageFormat.APK);
        }
        return RPM.matcher(path).matches() ? Optional.of(PackageFormat.RPM) : Optional.empty();
    }

    /**
     * What a file that {@link #formatOf} knows says is installed, sorted by name, version and architecture.
     *
     * <p>Of dpkg's packages those whose status is {@code installed}, also with triggers left to run. Of rpm's all but the pseudo
     * packages {@code gpg-pubkey}, which are keys. What an SQLite database has in a write-ahead log beside it ({@code
     * rpmdb.sqlite-wal}) is not seen, as one file is read at a time; rpm empties that log when it ends in order.
     *
     * @param size the content's length in bytes, as the layer's tar says; negative when unknown
     * @throws io.github.multiarchmaven.image.CorruptContentException when it cannot be read as such
     * @throws IOException only when the stream fails
     */
    public static List<InstalledPackage> read(String path, InputStream content, long size) throws IOException {
        PackageFormat format = formatOf(path)
                .orElseThrow(() -> new IllegalArgumentException("not the path of a package database: " + path));
        List<InstalledPackage> found =
                format == PackageFormat.RPM ? rpm(path, content, size) : text(format, path, content, size);
        return found.stream()
                .sorted(Comparator.comparing(InstalledPackage::name)
                        .thenComparing(InstalledPackage::version)
                        .thenComparing(InstalledPackage::architecture))
                .toList();
    }

    private static List<InstalledPackage> text(PackageFormat format, String path, InputStream content, long size)
            throws IOException {
        DatabaseFile file = DatabaseFile.text(path);
        refuseLarger(file, size, TextLines.MAX_SIZE);
        TextLines lines = new TextLines(file, content);
        ParagraphReader paragraphs = new ParagraphReader(file, lines);
        List<InstalledPackage> found =
                format == PackageFormat.APK ? paragraphs.apk() : paragraphs.dpkg(path.endsWith("/status"));
        refuseTruncated(file, size, lines.count());
        return found;
    }

    private static List<InstalledPackage> rpm(String path, InputStream content, long size) throws IOException {
        DatabaseFile file = DatabaseFile.rpm(path);
        refuseLarger(file, size, DatabaseBytes.maxSize());
        DatabaseBytes bytes = DatabaseBytes.read(file, content);
        refuseTruncated(file, size, bytes.size());
        Matcher matcher = RPM.matcher(path);
        RpmPackages packages = new RpmPackages(file);
        switch (matcher.matches() ? matcher.group(1) : "") {
            case "rpmdb.sqlite" -> new SqliteDatabase(file, bytes).blobs(packages::add);
            case "Packages.db" -> new NdbDatabase(file, bytes).blobs(packages::add);
            default -> new BerkeleyDatabase(file, bytes).blobs(packages::add);
        }
        return packages.found();
    }

    private static void refuseLarger(DatabaseFile file, long size, long limit) {
        if (size > limit) {
            throw file.damaged("it has " + Sizes.of(size) + ", and no more than " + Sizes.of(limit) + " are read");
        }
    }

    private static void refuseTruncated(DatabaseFile file, long size, long read) {
        if (size >= 0 && size != read) {
            throw file.damaged("it has " + read + " bytes where its layer says " + size);
        }
    }
}

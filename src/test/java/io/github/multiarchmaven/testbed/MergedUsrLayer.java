package io.github.multiarchmaven.testbed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Merges the files of Debian packages into one tar: {@code /bin}, {@code /sbin} and {@code /lib*} are moved below
 * {@code /usr} with links in their places, as on every Debian since 12; documentation is left out.
 *
 * <p>The tar has the same bytes for the same package files: entries come in the order of the packages, with the times the
 * packages gave them. Of the maintainer scripts, which cannot run for another architecture, only what Java needs is done
 * instead: the certificate stores.
 */
final class MergedUsrLayer implements AutoCloseable {
    private static final Pattern TOP = Pattern.compile("(bin|sbin|lib|lib32|lib64|libx32)");
    private static final Pattern UNWANTED = Pattern.compile("usr/share/(doc|doc-base|man|locale|info|lintian|bug"
            + "|bash-completion|perl5|debconf|alsa|gdb|gcc|pixmaps|binfmts|ca-certificates-java)(/.*)?"
            + "|usr/lib/debug(/.*)?|usr/lib/[^/]+/gconv(/.*)?");
    private static final Pattern CERTIFICATE = Pattern.compile("usr/share/ca-certificates/.*/([^/]+)\\.crt");
    private static final int DIRECTORY_MODE = 0755;

    private final TarArchiveOutputStream tar;
    private final Set<String> written = new HashSet<>();
    private final SortedMap<String, byte[]> certificates = new TreeMap<>();
    private final StringBuilder status = new StringBuilder();
    private long newest;

    MergedUsrLayer(OutputStream out) throws IOException {
        tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        for (String top : List.of("bin", "sbin", "lib", "lib64")) {
            directory("usr/" + top, DIRECTORY_MODE);
            link(top, "usr/" + top);
        }
    }

    /** The latest time any entry has, in milliseconds since 1970: the image's creation time. */
    long newest() {
        return newest;
    }

    void add(Path packageFile) throws IOException {
        status.append(Command.of("dpkg-deb", "-f", packageFile.toString())
                        .output()
                        .strip()
                        .replaceFirst("\n", "\nStatus: install ok installed\n"))
                .append("\n\n");
        Process process = new ProcessBuilder("dpkg-deb", "--fsys-tarfile", packageFile.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream stream = process.getInputStream();
                TarArchiveInputStream in = new TarArchiveInputStream(stream, StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                copy(entry, in);
            }
            stream.transferTo(OutputStream.nullOutputStream());
            if (process.waitFor() != 0) {
                throw new IOException("dpkg-deb could not read " + packageFile);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while reading " + packageFile, e);
        } finally {
            process.destroyForcibly();
        }
    }

    private void copy(TarArchiveEntry entry, InputStream content) throws IOException {
        String path = merged(entry.getName());
        Matcher certificate = CERTIFICATE.matcher(path);
        if (certificate.matches() && entry.isFile()) {
            certificates.put(certificate.group(1).toLowerCase(Locale.ROOT), content.readAllBytes());
            return;
        }
        if (path.isEmpty()
                || UNWANTED.matcher(path).matches()
                || TOP.matcher(path).matches()) {
            return;
        }
        if (entry.isDirectory()) {
            directory(path, entry.getMode() & 07777, entry.getLastModifiedDate().getTime());
            return;
        }
        if (!written.add(path)) {
            return;
        }
        TarArchiveEntry copy;
        if (entry.isSymbolicLink() || entry.isLink()) {
            copy = new TarArchiveEntry(path, entry.isLink() ? TarConstants.LF_LINK : TarConstants.LF_SYMLINK);
            copy.setLinkName(entry.isLink() ? merged(entry.getLinkName()) : entry.getLinkName());
        } else {
            copy = new TarArchiveEntry(path);
            copy.setSize(entry.getSize());
        }
        put(copy, entry.getMode() & 07777, entry.getLastModifiedDate().getTime());
        if (copy.getSize() > 0) {
            content.transferTo(tar);
        }
        tar.closeArchiveEntry();
    }

    /** A directory unless it is there, with the parents it lacks. */
    void directory(String path, int mode, long time) throws IOException {
        if (written.add(path)) {
            parents(path, time);
            put(new TarArchiveEntry(path + "/"), mode, time);
            tar.closeArchiveEntry();
        }
    }

    void directory(String path, int mode) throws IOException {
        directory(path, mode, newest);
    }

    void file(String path, byte[] content) throws IOException {
        if (written.add(path)) {
            TarArchiveEntry entry = new TarArchiveEntry(path);
            entry.setSize(content.length);
            put(entry, 0644, newest);
            tar.write(content);
            tar.closeArchiveEntry();
        }
    }

    void link(String path, String target) throws IOException {
        if (written.add(path)) {
            TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
            entry.setLinkName(target);
            put(entry, 0777, newest);
            tar.closeArchiveEntry();
        }
    }

    /** The two stores that Debian's scripts make of the ca-certificates package: PEM for all, JKS for Java. */
    void certificateStores() throws IOException {
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        SortedMap<String, byte[]> der = new TreeMap<>();
        for (var certificate : certificates.entrySet()) {
            pem.write(certificate.getValue());
            String text = new String(certificate.getValue(), StandardCharsets.US_ASCII);
            String base64 = text.replaceAll("-----[A-Z ]+-----", "");
            der.put(certificate.getKey(), Base64.getMimeDecoder().decode(base64));
        }
        file("etc/ssl/certs/ca-certificates.crt", pem.toByteArray());
        file("etc/ssl/certs/java/cacerts", JavaKeyStore.trusting(der));
    }

    /** dpkg's database, as the packages' own records say. */
    void packageDatabase() throws IOException {
        file("var/lib/dpkg/status", status.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void put(TarArchiveEntry entry, int mode, long time) throws IOException {
        parents(entry.getName(), time);
        newest = Math.max(newest, time);
        entry.setMode(mode);
        entry.setModTime(new Date(time));
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        tar.putArchiveEntry(entry);
    }

    private void parents(String path, long time) throws IOException {
        int slash = path.lastIndexOf('/', path.length() - 2);
        if (slash > 0) {
            directory(path.substring(0, slash), DIRECTORY_MODE, time);
        }
    }

    private static String merged(String name) {
        String path = name.replaceFirst("^\\./?", "").replaceFirst("/$", "");
        int slash = path.indexOf('/');
        return slash > 0 && TOP.matcher(path.substring(0, slash)).matches() ? "usr/" + path : path;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}

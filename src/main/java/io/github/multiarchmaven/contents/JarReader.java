package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.contents.FileFacts.Archive;
import io.github.multiarchmaven.contents.FileFacts.NativeEntry;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Finds the ELF files in jars, and in jars within them: fat jars, wars. Streams; nothing is unpacked. */
public final class JarReader {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_ENTRIES = 500_000;
    private static final int MAX_PROPERTIES = 64 * 1024;
    /** Bytes read of all a jar holds; a bomb has more. */
    private static final long MAX_BYTES = 16L * 1024 * 1024 * 1024;

    private final List<String> artifacts = new ArrayList<>();
    private final List<NativeEntry> natives = new ArrayList<>();
    private int entries;
    private long bytes;

    private JarReader() {}

    /** Whether bytes begin a zip file. */
    public static boolean isZip(byte[] head) {
        return head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
    }

    /**
     * Reads a jar to its end, or as far as it can be read: one that is damaged has what was found until then.
     *
     * @param content not closed
     * @return empty when there is neither a native library nor an artifact's name in it
     */
    public static Optional<Archive> read(InputStream content) throws IOException {
        JarReader reader = new JarReader();
        try {
            reader.read(unclosed(content), "", 0);
        } catch (IllegalArgumentException | EOFException | ZipException e) {
            // Names that are no text, or what ZipInputStream does not know; a jar that Java could not run either.
            return reader.archive();
        }
        return reader.archive();
    }

    private Optional<Archive> archive() {
        return artifacts.isEmpty() && natives.isEmpty()
                ? Optional.empty()
                : Optional.of(new Archive(artifacts, natives));
    }

    /** Sequences of streams, and readers of zips, close what they have read to its end. */
    static InputStream unclosed(InputStream content) {
        return new FilterInputStream(content) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return in.read(buffer, offset, length);
            }

            @Override
            public void close() {
                // The caller's to close.
            }
        };
    }

    private void read(InputStream content, String jar, int depth) throws IOException {
        ZipInputStream zip = new ZipInputStream(content);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (++entries > MAX_ENTRIES || bytes > MAX_BYTES) {
                return;
            }
            if (!entry.isDirectory()) {
                look(zip, entry.getName(), jar, depth);
            }
        }
    }

    private void look(ZipInputStream zip, String name, String jar, int depth) throws IOException {
        if (depth == 0 && name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties")) {
            artifact(zip.readNBytes(MAX_PROPERTIES));
            return;
        }
        if (name.endsWith(".class")) {
            return;
        }
        byte[] head = zip.readNBytes(4);
        if (ElfReader.isElf(head)) {
            byte[] file = new byte[ElfReader.HEAD];
            java.lang.System.arraycopy(head, 0, file, 0, head.length);
            int length = head.length + zip.readNBytes(file, head.length, file.length - head.length);
            long size = length + rest(zip);
            ElfReader.read(java.util.Arrays.copyOf(file, length))
                    .ifPresent(elf -> natives.add(new NativeEntry(jar, name, size, elf)));
            bytes += size;
        } else if (JarReader.isZip(head) && depth < MAX_DEPTH) {
            InputStream inner = new java.io.SequenceInputStream(new java.io.ByteArrayInputStream(head), unclosed(zip));
            read(inner, jar.isEmpty() ? name : jar + "!/" + name, depth + 1);
        }
    }

    private static long rest(InputStream in) throws IOException {
        long rest = 0;
        byte[] buffer = new byte[64 * 1024];
        for (int read; (read = in.read(buffer)) >= 0; ) {
            rest += read;
        }
        return rest;
    }

    private void artifact(byte[] text) throws IOException {
        Properties properties = new Properties();
        properties.load(new java.io.ByteArrayInputStream(text));
        String artifact = properties.getProperty("artifactId");
        if (artifact != null) {
            artifacts.add(properties.getProperty("groupId", "") + ":" + artifact + ":"
                    + properties.getProperty("version", ""));
        }
    }
}

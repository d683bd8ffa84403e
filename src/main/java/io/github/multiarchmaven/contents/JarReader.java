package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.contents.FileFacts.Archive;
import io.github.multiarchmaven.contents.FileFacts.NativeEntry;
import io.github.multiarchmaven.image.CorruptContentException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.ZipException;

/** Finds the ELF files in jars, and in jars within them: fat jars, wars. Streams; nothing is unpacked. */
public final class JarReader {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_ENTRIES = 1_000_000;
    private static final int MAX_NATIVES = 20_000;
    private static final int MAX_PROPERTIES = 64 * 1024;
    /** Bytes that all a jar holds may unfold to; a bomb has more. */
    private static final long MAX_BYTES = 8L * 1024 * 1024 * 1024;

    private final String file;
    private final List<String> artifacts = new ArrayList<>();
    private final List<NativeEntry> natives = new ArrayList<>();
    private int entries;
    private long bytes;

    private JarReader(String file) {
        this.file = file;
    }

    /** Whether bytes may begin a zip file: its first entry, or a script that has one behind it, as jars have that start themselves. */
    public static boolean isZip(byte[] head) {
        return isEntry(head) || head.length >= 2 && head[0] == '#' && head[1] == '!';
    }

    private static boolean isEntry(byte[] head) {
        return head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
    }

    /**
     * Reads a jar to its end, or as far as it can be read: one that is damaged has what was found until then.
     *
     * @param file for messages
     * @param content not closed
     * @return empty when there is neither a native library nor an artifact's name in it
     * @throws CorruptContentException for one that goes beyond the bounds
     */
    public static Optional<Archive> read(String file, InputStream content) throws IOException {
        JarReader reader = new JarReader(file);
        reader.read(content, "", 0);
        return reader.artifacts.isEmpty() && reader.natives.isEmpty()
                ? Optional.empty()
                : Optional.of(new Archive(reader.artifacts, reader.natives));
    }

    private void read(InputStream content, String jar, int depth) throws IOException {
        try (ZipStream zip = new ZipStream(content, this::unfolded)) {
            zip.skipPreamble();
            for (String name = zip.next(); name != null; name = zip.next()) {
                if (++entries > MAX_ENTRIES || natives.size() > MAX_NATIVES) {
                    throw beyond("has more than " + MAX_ENTRIES + " entries, or " + MAX_NATIVES + " native libraries");
                }
                if (!name.endsWith("/") && !name.endsWith(".class")) {
                    look(zip, name, jar, depth);
                }
            }
        } catch (EOFException | ZipException e) {
            // A jar that Java could not run either; what it is in may be sound.
            return;
        }
    }

    private void look(ZipStream zip, String name, String jar, int depth) throws IOException {
        if (depth == 0 && name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties")) {
            artifact(zip.readNBytes(MAX_PROPERTIES));
            return;
        }
        byte[] head = zip.readNBytes(4);
        InputStream whole = new HeadFirst(head, zip);
        if (ElfReader.isElf(head)) {
            ElfReader.read(whole).ifPresent(elf -> natives.add(new NativeEntry(jar, name, elf)));
        } else if (isEntry(head) && depth < MAX_DEPTH) {
            read(whole, jar.isEmpty() ? name : jar + "!/" + name, depth + 1);
        }
    }

    private void unfolded(int more) {
        bytes += more;
        if (bytes > MAX_BYTES) {
            throw beyond("unfolds to more than 8 GiB");
        }
    }

    private CorruptContentException beyond(String what) {
        return new CorruptContentException("Reading the jar " + file + ": it " + what + ". Look into who made it.");
    }

    private void artifact(byte[] text) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(text));
        } catch (IllegalArgumentException e) {
            // A malformed Unicode escape: no properties, then.
            return;
        }
        String artifact = properties.getProperty("artifactId");
        if (artifact != null) {
            artifacts.add(properties.getProperty("groupId", "") + ":" + artifact + ":"
                    + properties.getProperty("version", ""));
        }
    }
}

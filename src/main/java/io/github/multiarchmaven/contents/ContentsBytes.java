package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.contents.FileFacts.NativeEntry;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.packages.InstalledPackage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@link LayerContents} as bytes: made to be read in few milliseconds by a JVM that has just begun, where a mapper of objects takes
 * hundreds. Numbers are in groups of seven bits, lowest first; a text is its length and UTF-8; a path tells how much of the one before
 * it begins with.
 */
final class ContentsBytes {
    private static final LayerEntry.Type[] TYPES = LayerEntry.Type.values();
    private static final Elf.System[] SYSTEMS = Elf.System.values();
    private static final Elf.Libc[] LIBCS = Elf.Libc.values();
    private static final int NOTHING = 0;
    private static final int EXECUTABLE = 1;
    private static final int ARCHIVE = 2;
    private static final int PACKAGES = 3;
    private static final int TEXT = 4;

    private ContentsBytes() {}

    static byte[] encode(LayerContents contents) {
        Writer to = new Writer();
        to.text(contents.digest().toString());
        to.number(contents.compressed());
        to.number(contents.unpacked());
        to.number(contents.entries().size());
        String before = "";
        for (LayerEntry entry : contents.entries()) {
            int shared = shared(before, entry.path());
            to.number(entry.type().ordinal());
            to.number(shared);
            to.text(entry.path().substring(shared));
            to.number(entry.mode());
            to.number(entry.size());
            to.text(entry.target());
            to.facts(entry.facts());
            before = entry.path();
        }
        return to.out.toByteArray();
    }

    /**
     * @param seen is told of each entry, and may throw
     * @throws IOException for what {@link #encode} has not made; damage that looks like it is for a checksum to tell
     */
    static LayerContents decode(byte[] bytes, Consumer<LayerEntry> seen) throws IOException {
        try {
            Reader from = new Reader(ByteBuffer.wrap(bytes));
            Digest digest = Digest.parse(from.text());
            long compressed = from.number();
            long unpacked = from.number();
            long count = from.number();
            List<LayerEntry> entries = new ArrayList<>();
            String before = "";
            for (long i = 0; i < count; i++) {
                LayerEntry.Type type = TYPES[from.small()];
                String path = before.substring(0, from.small()) + from.text();
                LayerEntry entry = new LayerEntry(path, type, from.small(), from.number(), from.text(), from.facts());
                seen.accept(entry);
                entries.add(entry);
                before = path;
            }
            if (from.bytes.hasRemaining()) {
                throw new IOException("more than what a layer holds");
            }
            return new LayerContents(digest, compressed, unpacked, entries);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("not what a layer holds", e);
        }
    }

    /** Not between the halves of a character that has two. */
    private static int shared(String before, String path) {
        int most = Math.min(before.length(), path.length());
        int shared = 0;
        while (shared < most && before.charAt(shared) == path.charAt(shared)) {
            shared++;
        }
        return shared > 0 && Character.isHighSurrogate(path.charAt(shared - 1)) ? shared - 1 : shared;
    }

    private static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(64 * 1024);
        private final Map<Elf, Integer> elfs = new LinkedHashMap<>();

        void number(long number) {
            long rest = number;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        void text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            number(bytes.length);
            out.writeBytes(bytes);
        }

        void facts(FileFacts facts) {
            if (facts instanceof FileFacts.Executable executable) {
                number(EXECUTABLE);
                elf(executable.elf());
            } else if (facts instanceof FileFacts.Archive archive) {
                number(ARCHIVE);
                number(archive.artifacts().size());
                archive.artifacts().forEach(this::text);
                number(archive.natives().size());
                for (NativeEntry entry : archive.natives()) {
                    text(entry.jar());
                    text(entry.path());
                    elf(entry.elf());
                }
            } else if (facts instanceof FileFacts.Packages packages) {
                number(PACKAGES);
                number(packages.installed().size());
                for (InstalledPackage installed : packages.installed()) {
                    text(installed.name());
                    text(installed.version());
                    text(installed.architecture());
                }
            } else if (facts instanceof FileFacts.Text text) {
                number(TEXT);
                text(text.text());
            } else {
                number(NOTHING);
            }
        }

        /** A layer has few different ones: the first is written out, the others are its number. */
        void elf(Elf elf) {
            int fresh = elfs.size();
            int known = elfs.computeIfAbsent(elf, e -> fresh);
            number(known);
            if (known == fresh) {
                number(elf.machine());
                number(elf.bits());
                number(elf.littleEndian() ? 1 : 0);
                number(elf.osAbi());
                number(elf.type());
                number(elf.system().ordinal());
                number(elf.libc().ordinal());
            }
        }
    }

    private static final class Reader {
        private final ByteBuffer bytes;
        private final List<Elf> elfs = new ArrayList<>();

        Reader(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        long number() {
            long number = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte next = bytes.get();
                number |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return number;
                }
            }
            throw new IllegalArgumentException("a number of more than ten bytes");
        }

        int small() {
            long number = number();
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("too large a number");
            }
            return (int) number;
        }

        String text() {
            int length = small();
            if (length > bytes.remaining()) {
                throw new BufferUnderflowException();
            }
            String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
            bytes.position(bytes.position() + length);
            return text;
        }

        FileFacts facts() {
            switch (small()) {
                case NOTHING:
                    return null;
                case EXECUTABLE:
                    return new FileFacts.Executable(elf());
                case ARCHIVE:
                    List<String> artifacts = new ArrayList<>();
                    for (int left = small(); left > 0; left--) {
                        artifacts.add(text());
                    }
                    List<NativeEntry> natives = new ArrayList<>();
                    for (int left = small(); left > 0; left--) {
                        natives.add(new NativeEntry(text(), text(), elf()));
                    }
                    return new FileFacts.Archive(artifacts, natives);
                case PACKAGES:
                    List<InstalledPackage> installed = new ArrayList<>();
                    for (int left = small(); left > 0; left--) {
                        installed.add(new InstalledPackage(text(), text(), text()));
                    }
                    return new FileFacts.Packages(installed);
                case TEXT:
                    return new FileFacts.Text(text());
                default:
                    throw new IllegalArgumentException("facts of no known kind");
            }
        }

        private Elf elf() {
            int known = small();
            if (known == elfs.size()) {
                elfs.add(new Elf(small(), small(), small() == 1, small(), small(), SYSTEMS[small()], LIBCS[small()]));
            }
            return elfs.get(known);
        }
    }
}

package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.contents.Elf.Libc;
import io.github.multiarchmaven.contents.Elf.System;
import io.github.multiarchmaven.contents.FilePass.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads ELF files (System V gABI 4.1): what machine and system a file is for, and which C library it needs. What is out of reach, or
 * damaged, is {@link Libc#UNKNOWN}. Some 100 KiB of a file are held at a time, wherever in it the tables are.
 */
public final class ElfReader {
    private static final int MAX_HEADERS = 256;
    private static final int MAX_DYNAMIC = 4096;
    private static final int MAX_NAME = 256;
    private static final long MAX_OFFSET = 1L << 50;
    private static final int MAX_NOTES = 16;
    private static final int MAX_NOTE = 4096;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int PT_NOTE = 4;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int OSABI_SOLARIS = 6;
    private static final int OSABI_FREEBSD = 9;

    private final FilePass pass;
    private final ByteBuffer head;
    private final boolean wide;
    private final List<Segment> segments;

    private record Segment(int type, long offset, long address, long size) {
        /** Not for one that no file can have. */
        boolean is(int other) {
            return type == other && offset >= 0 && offset < MAX_OFFSET && size >= 0;
        }
    }

    private ElfReader(FilePass pass, byte[] head) {
        this.pass = pass;
        this.head = ByteBuffer.wrap(head).order(head[5] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        this.wide = head[4] == 2;
        this.segments = segments();
    }

    /** Whether bytes begin an ELF file. */
    public static boolean isElf(byte[] head) {
        return head.length >= 4 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
    }

    /**
     * @param content the file from its first byte; read as far as it takes to tell, and not closed
     * @return empty for what is no ELF file
     * @throws IOException only when the stream fails
     */
    public static Optional<Elf> read(InputStream content) throws IOException {
        FilePass pass = new FilePass(content);
        byte[] head = pass.head();
        if (!isElf(head) || head.length < 20 || head[4] < 1 || head[4] > 2 || head[5] < 1 || head[5] > 2) {
            return Optional.empty();
        }
        return Optional.of(new ElfReader(pass, head).elf());
    }

    private Elf elf() throws IOException {
        Optional<Part> interpreted = want(PT_INTERP, MAX_NAME).stream().findFirst();
        List<Part> notes = want(PT_NOTE, MAX_NOTE);
        Set<String> needed = needed();
        for (Segment segment : segments) {
            if (segment.is(PT_INTERP) || segment.is(PT_NOTE)) {
                pass.to(segment.offset() + Math.min(segment.size(), MAX_NOTE));
            }
        }
        String interpreter =
                interpreted.map(part -> text(ByteBuffer.wrap(part.bytes()), 0)).orElse("");
        int osAbi = head.get(7) & 0xff;
        return new Elf(
                head.getShort(18) & 0xffff,
                wide ? 64 : 32,
                head.order() == ByteOrder.LITTLE_ENDIAN,
                osAbi,
                head.getShort(16) & 0xffff,
                system(osAbi, notes, needed == null ? Set.of() : needed, interpreter),
                libc(needed, interpreter));
    }

    private long word(ByteBuffer from, int at) {
        return wide ? from.getLong(at) : from.getInt(at) & 0xffffffffL;
    }

    private List<Segment> segments() {
        List<Segment> found = new ArrayList<>();
        try {
            long table = word(head, wide ? 32 : 28);
            int size = head.getShort(wide ? 54 : 42) & 0xffff;
            int count = Math.min(head.getShort(wide ? 56 : 44) & 0xffff, MAX_HEADERS);
            for (int i = 0; i < count; i++) {
                int at = Math.toIntExact(table + (long) i * size);
                found.add(
                        wide
                                ? new Segment(
                                        head.getInt(at), word(head, at + 8), word(head, at + 16), word(head, at + 32))
                                : new Segment(
                                        head.getInt(at), word(head, at + 4), word(head, at + 8), word(head, at + 16)));
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
            // Out of reach; what was read before counts.
            return found;
        }
        return found;
    }

    private List<Part> want(int type, int most) {
        return segments.stream()
                .filter(segment -> segment.is(type))
                .limit(MAX_NOTES)
                .map(segment -> pass.want(segment.offset(), (int) Math.min(segment.size(), most)))
                .toList();
    }

    private static String text(ByteBuffer from, int offset) {
        StringBuilder text = new StringBuilder();
        for (int at = offset; at >= 0 && at < from.capacity() && text.length() < MAX_NAME; at++) {
            byte b = from.get(at);
            if (b == 0) {
                return text.toString();
            }
            text.append((char) (b & 0xff));
        }
        return "";
    }

    /** Those names of needed libraries that tell something; null when they are out of reach. */
    private Set<String> needed() throws IOException {
        Optional<Segment> segment =
                segments.stream().filter(s -> s.is(PT_DYNAMIC)).findFirst();
        if (segment.isEmpty()) {
            return segments.isEmpty() ? null : Set.of();
        }
        int step = wide ? 16 : 8;
        Part dynamic =
                pass.want(segment.get().offset(), (int) Math.min(segment.get().size(), (long) MAX_DYNAMIC * step));
        pass.to(segment.get().offset() + dynamic.bytes().length);
        if (!dynamic.isComplete()) {
            return null;
        }
        ByteBuffer entries = ByteBuffer.wrap(dynamic.bytes()).order(head.order());
        List<Long> names = new ArrayList<>();
        long strings = -1;
        for (int at = 0; at + step <= entries.capacity() && word(entries, at) != 0; at += step) {
            if (word(entries, at) == DT_NEEDED) {
                names.add(word(entries, at + step / 2));
            } else if (word(entries, at) == DT_STRTAB) {
                strings = word(entries, at + step / 2);
            }
        }
        return names(names, offset(strings));
    }

    private Set<String> names(List<Long> names, long table) throws IOException {
        Set<String> found = new HashSet<>();
        for (long name : names) {
            long at = table + name;
            if (table < 0 || at < table) {
                return null;
            }
            pass.to(at + MAX_NAME);
            if (at >= pass.position()) {
                return null;
            }
            String known = pass.name(at);
            if (known != null) {
                found.add(known);
            }
        }
        return table < 0 ? null : found;
    }

    /** Where an address is in the file; negative for nowhere. */
    private long offset(long address) {
        return segments.stream()
                .filter(s -> s.is(PT_LOAD) && address >= s.address() && address - s.address() < s.size())
                .map(s -> address - s.address() + s.offset())
                .findFirst()
                .orElse(-1L);
    }

    private System system(int osAbi, List<Part> notes, Set<String> libraries, String interpreter) {
        if (interpreter.startsWith("/system/") || libraries.contains("liblog.so") || hasNote(notes, "Android")) {
            return System.ANDROID;
        }
        // Bionic's C library has no version in its name, glibc's and musl's have.
        if (libraries.contains("libc.so")
                && !interpreter.contains("musl")
                && (libraries.contains("libdl.so") || libraries.contains("libm.so"))) {
            return System.ANDROID;
        }
        if (osAbi == OSABI_SOLARIS || libraries.contains("libc.so.1")) {
            return System.SOLARIS;
        }
        if (osAbi == OSABI_FREEBSD || libraries.contains("libc.so.7") || hasNote(notes, "FreeBSD")) {
            return System.FREEBSD;
        }
        boolean other = osAbi != 0 && osAbi != 3 || hasNote(notes, "OpenBSD") || hasNote(notes, "NetBSD");
        return other ? System.OTHER : System.LINUX;
    }

    /** Whether there is a note of an owner (gABI, "Note Section"): systems put their names there. */
    private boolean hasNote(List<Part> notes, String owner) {
        byte[] name = (owner + "\0").getBytes(StandardCharsets.US_ASCII);
        for (Part part : notes) {
            ByteBuffer note = ByteBuffer.wrap(part.bytes()).order(head.order());
            long at = 0;
            while (at + 12 + name.length <= note.capacity()) {
                int nameSize = note.getInt((int) at);
                int size = note.getInt((int) at + 4);
                if (nameSize == name.length && text(note, (int) at + 12).equals(owner)) {
                    return true;
                }
                if (nameSize < 0 || size < 0) {
                    break;
                }
                at += 12 + ((nameSize + 3L) & ~3) + ((size + 3L) & ~3);
            }
        }
        return false;
    }

    private Libc libc(Set<String> needed, String interpreter) {
        if (interpreter.contains("ld-musl-")) {
            return Libc.MUSL;
        }
        if (interpreter.contains("ld-linux") || interpreter.contains("ld64.so")) {
            return Libc.GLIBC;
        }
        if (needed == null) {
            return Libc.UNKNOWN;
        }
        if (needed.stream().anyMatch(name -> name.startsWith("libc.musl-"))) {
            return Libc.MUSL;
        }
        if (needed.stream().anyMatch(name -> name.equals("libc.so.6") || name.startsWith("ld-linux"))) {
            return Libc.GLIBC;
        }
        return Libc.NONE;
    }
}

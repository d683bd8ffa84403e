package io.github.multiarchmaven.contents;

import io.github.multiarchmaven.contents.Elf.Libc;
import io.github.multiarchmaven.contents.Elf.System;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the headers of ELF files (System V gABI 4.1): what machine and system a file is for, and which C library it needs. What is
 * out of reach, or damaged, is {@link Libc#UNKNOWN}; nothing is thrown.
 */
public final class ElfReader {
    /** Bytes of a file's beginning that are looked at: the tables of nearly all libraries are within them. */
    public static final int HEAD = 8 * 1024 * 1024;

    private static final int MAX_HEADERS = 256;
    private static final int MAX_DYNAMIC = 4096;
    private static final int MAX_NAME = 256;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int PT_NOTE = 4;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int OSABI_SOLARIS = 6;
    private static final int OSABI_FREEBSD = 9;

    private final ByteBuffer file;
    private final boolean wide;

    private record Segment(int type, long offset, long address, long size) {}

    private ElfReader(byte[] head, boolean wide, ByteOrder order) {
        this.file = ByteBuffer.wrap(head).order(order);
        this.wide = wide;
    }

    /** Whether bytes begin an ELF file. */
    public static boolean isElf(byte[] head) {
        return head.length >= 4 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
    }

    /**
     * @param head the file's beginning, or all of it
     * @return empty for what is no ELF file
     */
    public static Optional<Elf> read(byte[] head) {
        if (!isElf(head) || head.length < 20 || head[4] < 1 || head[4] > 2 || head[5] < 1 || head[5] > 2) {
            return Optional.empty();
        }
        boolean little = head[5] == 1;
        ElfReader reader = new ElfReader(head, head[4] == 2, little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int type = reader.file.getShort(16) & 0xffff;
        int machine = reader.file.getShort(18) & 0xffff;
        int osAbi = head[7] & 0xff;
        List<Segment> segments = reader.segments();
        List<String> needed = reader.needed(segments);
        String interpreter = reader.interpreter(segments);
        return Optional.of(new Elf(
                machine,
                head[4] == 2 ? 64 : 32,
                little,
                osAbi,
                type,
                reader.system(osAbi, segments, needed, interpreter),
                libc(needed, interpreter, segments)));
    }

    private long word(int at) {
        return wide ? file.getLong(at) : file.getInt(at) & 0xffffffffL;
    }

    private List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        try {
            long table = word(wide ? 32 : 28);
            int size = file.getShort(wide ? 54 : 42) & 0xffff;
            int count = Math.min(file.getShort(wide ? 56 : 44) & 0xffff, MAX_HEADERS);
            for (int i = 0; i < count; i++) {
                int at = Math.toIntExact(table + (long) i * size);
                segments.add(
                        wide
                                ? new Segment(file.getInt(at), word(at + 8), word(at + 16), word(at + 32))
                                : new Segment(file.getInt(at), word(at + 4), word(at + 8), word(at + 16)));
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
            // Out of reach; what was read before counts.
            return segments;
        }
        return segments;
    }

    private String text(long offset) {
        StringBuilder text = new StringBuilder();
        for (long at = offset; at >= 0 && at < file.capacity() && text.length() < MAX_NAME; at++) {
            byte b = file.get((int) at);
            if (b == 0) {
                return text.toString();
            }
            text.append((char) (b & 0xff));
        }
        return "";
    }

    private String interpreter(List<Segment> segments) {
        return segments.stream()
                .filter(segment -> segment.type() == PT_INTERP)
                .map(segment -> text(segment.offset()))
                .findFirst()
                .orElse("");
    }

    /** Names of libraries; null when they are out of reach. */
    private List<String> needed(List<Segment> segments) {
        Optional<Segment> dynamic =
                segments.stream().filter(s -> s.type() == PT_DYNAMIC).findFirst();
        if (dynamic.isEmpty()) {
            return List.of();
        }
        List<Long> names = new ArrayList<>();
        long strings = -1;
        try {
            int step = wide ? 16 : 8;
            int at = Math.toIntExact(dynamic.get().offset());
            for (int i = 0; i < MAX_DYNAMIC; i++, at += step) {
                long tag = word(at);
                long value = word(at + step / 2);
                if (tag == 0) {
                    break;
                }
                if (tag == DT_NEEDED) {
                    names.add(value);
                } else if (tag == DT_STRTAB) {
                    strings = value;
                }
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
            return null;
        }
        long table = offset(segments, strings);
        return table < 0 || table >= file.capacity()
                ? null
                : names.stream().map(name -> text(table + name)).toList();
    }

    /** Where an address is in the file; negative for nowhere. */
    private static long offset(List<Segment> segments, long address) {
        return segments.stream()
                .filter(s -> s.type() == PT_LOAD && address >= s.address() && address < s.address() + s.size())
                .map(s -> address - s.address() + s.offset())
                .findFirst()
                .orElse(-1L);
    }

    private System system(int osAbi, List<Segment> segments, List<String> needed, String interpreter) {
        List<String> libraries = needed == null ? List.of() : needed;
        if (interpreter.startsWith("/system/") || libraries.contains("liblog.so") || hasNote(segments, "Android")) {
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
        if (osAbi == OSABI_FREEBSD || libraries.contains("libc.so.7") || hasNote(segments, "FreeBSD")) {
            return System.FREEBSD;
        }
        boolean other = osAbi != 0 && osAbi != 3 || hasNote(segments, "OpenBSD") || hasNote(segments, "NetBSD");
        return other ? System.OTHER : System.LINUX;
    }

    /** Whether there is a note of an owner (gABI, "Note Section"): systems put their names there. */
    private boolean hasNote(List<Segment> segments, String owner) {
        byte[] name = (owner + "\0").getBytes(StandardCharsets.US_ASCII);
        for (Segment segment : segments) {
            if (segment.type() != PT_NOTE) {
                continue;
            }
            long at = segment.offset();
            long end = Math.min(segment.offset() + segment.size(), file.capacity());
            while (at >= 0 && at + 12 + name.length <= end) {
                int nameSize = file.getInt((int) at);
                int size = file.getInt((int) at + 4);
                if (nameSize == name.length && text(at + 12).equals(owner)) {
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

    private static Libc libc(List<String> needed, String interpreter, List<Segment> segments) {
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
        return segments.isEmpty() ? Libc.UNKNOWN : Libc.NONE;
    }
}

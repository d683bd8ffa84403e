package io.github.multiarchmaven.contents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zip files of all kinds of headers, read as the JDK reads them by their directory. */
class ZipStreamTest {
    private static final int[] SIZES = {0, 1, 100, 70_000, 300_000};

    @TempDir
    Path folder;

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        // Half of it is noise, so that it is neither all literal nor all alike.
        Arrays.fill(content, size / 2, size, (byte) 'a');
        return content;
    }

    private static Map<String, String> read(byte[] zip, boolean contents) throws IOException {
        Map<String, String> read = new LinkedHashMap<>();
        try (ZipStream stream = new ZipStream(new ByteArrayInputStream(zip), n -> {})) {
            for (String name = stream.next(); name != null; name = stream.next()) {
                read.put(name, contents ? told(stream.readAllBytes()) : "");
            }
        }
        return read;
    }

    private static String told(byte[] content) {
        return content.length + " " + Arrays.hashCode(content);
    }

    /** The same names and contents as the JDK's, also when every other content, or none, is read. */
    private void requireAsTheJdkReads(byte[] zip) throws IOException {
        Path file = Files.write(folder.resolve("x.zip"), zip);
        Map<String, String> expected = new LinkedHashMap<>();
        try (ZipFile jdk = new ZipFile(file.toFile())) {
            for (ZipEntry entry : jdk.stream().toList()) {
                expected.put(entry.getName(), told(jdk.getInputStream(entry).readAllBytes()));
            }
        }
        assertEquals(expected, read(zip, true));
        assertEquals(expected.keySet(), read(zip, false).keySet());
        try (ZipStream stream = new ZipStream(new ByteArrayInputStream(zip), n -> {})) {
            int i = 0;
            for (String name = stream.next(); name != null; name = stream.next()) {
                String size = expected.get(name).split(" ")[0];
                byte[] head = stream.readNBytes(i++ % 3);
                assertEquals(Math.min(head.length, Integer.parseInt(size)), head.length, name);
            }
            assertEquals(expected.size(), i);
        }
    }

    @Test
    void sizesThatFollowTheirEntries() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int size : SIZES) {
                zip.putNextEntry(new ZipEntry("ä/" + size));
                zip.write(content(size));
            }
            zip.putNextEntry(new ZipEntry("folder/"));
        }
        requireAsTheJdkReads(out.toByteArray());
    }

    @Test
    void storedEntriesOfKnownSize() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int size : SIZES) {
                ZipEntry entry = new ZipEntry("stored" + size);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(size);
                CRC32 crc = new CRC32();
                crc.update(content(size));
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(content(size));
            }
        }
        requireAsTheJdkReads(out.toByteArray());
    }

    @Test
    void sizesOf64BitsBeforeAndBehindTheirEntries() throws IOException {
        for (boolean seekable : new boolean[] {true, false}) {
            Path file = folder.resolve("zip64-" + seekable);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ZipArchiveOutputStream zip =
                    seekable ? new ZipArchiveOutputStream(file.toFile()) : new ZipArchiveOutputStream(out)) {
                zip.setUseZip64(Zip64Mode.Always);
                for (int size : SIZES) {
                    zip.putArchiveEntry(new ZipArchiveEntry("e" + size));
                    zip.write(content(size));
                    zip.closeArchiveEntry();
                }
            }
            requireAsTheJdkReads(seekable ? Files.readAllBytes(file) : out.toByteArray());
        }
    }

    /** As writers make them that cannot go back and do not compress; the content holds a signature that is none. */
    @Test
    void storedEntriesWhoseSizeFollows() throws IOException {
        byte[] trap = content(40_000);
        ByteBuffer.wrap(trap).order(ByteOrder.LITTLE_ENDIAN).putInt(500, 0x08074b50);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] content : new byte[][] {content(100), trap, new byte[0]}) {
            out.write(header("n" + content.length, 8, 0, 0));
            out.write(content);
            CRC32 crc = new CRC32();
            crc.update(content);
            ByteBuffer descriptor = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            descriptor.putInt(0x08074b50).putInt((int) crc.getValue());
            out.write(descriptor.putInt(content.length).putInt(content.length).array());
        }
        out.write(header("last", 0, 0, 0));
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("n100", told(content(100)));
        expected.put("n40000", told(trap));
        expected.put("n0", told(new byte[0]));
        expected.put("last", told(new byte[0]));
        assertEquals(expected, read(out.toByteArray(), true));
        assertEquals(expected.keySet(), read(out.toByteArray(), false).keySet());
    }

    /** Encrypted, or packed in a way that Java has not: nothing is read of it, and what follows is. */
    @Test
    void entriesThatCannotBeReadArePassedOver() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header("encrypted", 1, 8, 50));
        out.write(new byte[50]);
        out.write(header("bzip2", 0, 12, 20));
        out.write(new byte[20]);
        out.write(header("plain", 0, 0, 3));
        out.write("abc".getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                Map.of("encrypted", told(new byte[0]), "bzip2", told(new byte[0]), "plain", told("abc".getBytes())),
                read(out.toByteArray(), true));
    }

    @Test
    void aScriptInFrontIsPassedOver() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(("#!/bin/bash\n" + "# a script\n".repeat(900)).getBytes(StandardCharsets.US_ASCII));
        out.write(header("a", 0, 0, 1));
        out.write('a');
        try (ZipStream stream = new ZipStream(new ByteArrayInputStream(out.toByteArray()), n -> {})) {
            stream.skipPreamble();
            assertEquals("a", stream.next());
            assertEquals("a", new String(stream.readAllBytes(), StandardCharsets.US_ASCII));
            assertNull(stream.next());
        }
    }

    @Test
    void whatEndsTooEarlyIsTold() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header("a", 0, 0, 100));
        out.write(new byte[50]);
        assertThrows(EOFException.class, () -> read(out.toByteArray(), true));
        assertThrows(EOFException.class, () -> read(out.toByteArray(), false));
    }

    private static byte[] header(String name, int flags, int method, int size) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = ByteBuffer.allocate(30 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x04034b50).putShort((short) 20).putShort((short) flags).putShort((short) method);
        header.putInt(18, size).putInt(22, size).putShort(26, (short) bytes.length);
        header.position(30);
        return header.put(bytes).array();
    }
}

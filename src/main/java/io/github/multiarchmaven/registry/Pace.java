package io.github.multiarchmaven.registry;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/**
 * The least progress of a connection. A socket's timeout is for silence, and a server that sends one byte now and then is never
 * silent; and there is none for writing to a server that reads no more. What is slower than the least pace is a stall, and fails as
 * silence does.
 *
 * <p>Only the time spent in reading counts, and only from an answer's first byte on: a slow target of a copy does not make its source a
 * slow one, and how long a server may think is the read timeout's matter.
 */
final class Pace extends SocketHolder {
    /** Bytes that each second of waiting has to bring on average. */
    static final long LEAST_PER_SECOND = 1024;

    private final long window;
    private final LongSupplier nanos;
    private final Stalls stalls;
    private final Socket raw;
    private boolean begun;
    private long waited;
    private long received;

    /**
     * @param socket that is read and written, of TLS where it is spoken
     * @param raw the one beneath it, which can be closed while a thread writes
     * @param window over which the pace is looked at; also how long one writing may take
     * @param nanos as {@link System#nanoTime()}
     */
    Pace(Socket socket, Socket raw, Duration window, LongSupplier nanos, Stalls stalls) {
        super(socket);
        this.raw = raw;
        this.window = window.toNanos();
        this.nanos = nanos;
        this.stalls = stalls;
    }

    @Override
    protected InputStream getInputStream(Socket socket) throws IOException {
        return new FilterInputStream(socket.getInputStream()) {
            @Override
            public int read() throws IOException {
                long start = nanos.getAsLong();
                int read = super.read();
                arrived(start, Math.min(read, 1));
                return read;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                long start = nanos.getAsLong();
                int read = super.read(buffer, offset, length);
                arrived(start, read);
                return read;
            }
        };
    }

    private void arrived(long start, int read) throws SocketTimeoutException {
        if (read <= 0) {
            return;
        }
        if (begun) {
            waited += nanos.getAsLong() - start;
        }
        begun = true;
        received += read;
        if (waited >= window) {
            if (received < waited / 1_000_000_000.0 * LEAST_PER_SECOND) {
                throw new SocketTimeoutException("less than 1 KiB a second came");
            }
            waited = 0;
            received = 0;
        }
    }

    @Override
    protected OutputStream getOutputStream(Socket socket) throws IOException {
        return new FilterOutputStream(socket.getOutputStream()) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                // Another request: its answer has a pace of its own.
                begun = false;
                waited = 0;
                received = 0;
                try (Stalls.Watch watch = stalls.watch(raw)) {
                    try {
                        out.write(buffer, offset, length);
                    } catch (IOException e) {
                        if (watch.hasEnded()) {
                            throw new SocketTimeoutException("nothing was taken any more");
                        }
                        throw e;
                    }
                }
            }
        };
    }
}

package io.github.multiarchmaven.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Json;

/** An answer other than success, with the code and body of the distribution specification ("Error Codes"). */
final class RegistryError extends Exception {
    private static final long serialVersionUID = 1L;

    /** Codes with the status that goes with them unless the specification asks for another in one place. */
    enum Code {
        BLOB_UNKNOWN(404),
        BLOB_UPLOAD_INVALID(400),
        BLOB_UPLOAD_UNKNOWN(404),
        DIGEST_INVALID(400),
        MANIFEST_BLOB_UNKNOWN(400),
        MANIFEST_INVALID(400),
        MANIFEST_UNKNOWN(404),
        NAME_INVALID(400),
        NAME_UNKNOWN(404),
        /** Not in the specification's table; the CNCF registry's code for a bad {@code n}. */
        PAGINATION_NUMBER_INVALID(400),
        SIZE_INVALID(400),
        TAG_INVALID(400),
        UNKNOWN(500),
        UNSUPPORTED(405);

        private final int status;

        Code(int status) {
            this.status = status;
        }
    }

    private final int status;
    private final Code code;

    RegistryError(Code code, String message) {
        this(code.status, code, message);
    }

    RegistryError(int status, Code code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    byte[] body() {
        ObjectNode body = Json.object();
        body.putArray("errors").addObject().put("code", code.name()).put("message", getMessage());
        return Json.bytes(body);
    }
}

package dev.posthorn.foundation.idempotency;

import io.quarkus.arc.NoClassInterceptors;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Digests the body of idempotent operations before it is read as JSON: the bytes decide, not what they mean. */
@Provider
@Idempotent
public class BodyDigestReader implements ReaderInterceptor {

    private final BodyDigest digest;

    BodyDigestReader(BodyDigest digest) {
        this.digest = digest;
    }

    @Override
    @NoClassInterceptors // The annotation binds this reader to operations; it is none itself.
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (context.getHeaders().containsKey(IdempotentRequest.HEADER)) {
            byte[] body = context.getInputStream().readAllBytes();
            digest.set(IdempotentRequest.sha256().digest(body));
            context.setInputStream(new ByteArrayInputStream(body));
        }
        return context.proceed();
    }
}

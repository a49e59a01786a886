package dev.posthorn.foundation.identity;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Makes the {@link Caller} of a Keycloak access token out of its realm roles and its claim {@code tenant}. */
@ApplicationScoped
public class TokenCallers implements SecurityIdentityAugmentor {

    private static final String TENANT_CLAIM = "tenant";

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        Caller caller = Caller.ofToken(token.getName(), identity.getRoles(), token.getClaim(TENANT_CLAIM));
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder(identity)
                        .addAttribute(Caller.ATTRIBUTE, caller)
                        .build());
    }
}

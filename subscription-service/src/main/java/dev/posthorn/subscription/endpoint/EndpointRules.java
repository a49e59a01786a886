package dev.posthorn.subscription.endpoint;

import dev.posthorn.foundation.egress.EgressConfig;
import dev.posthorn.foundation.egress.UrlRules;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.subscription.endpoint.auth.ApiKeyAuth;
import dev.posthorn.subscription.endpoint.auth.Auth;
import dev.posthorn.subscription.endpoint.auth.BasicAuth;
import dev.posthorn.subscription.endpoint.auth.BearerAuth;
import dev.posthorn.subscription.endpoint.auth.ClientCertificate;
import dev.posthorn.subscription.endpoint.auth.MtlsAuth;
import dev.posthorn.subscription.endpoint.auth.OAuth2Auth;
import dev.posthorn.subscription.endpoint.option.RegionalUrls;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Judges what an endpoint is given. What was right when it was set is not judged again, since rules, event types and the
 * time may have changed since; but whatever is changed must not contradict the rest.
 */
@ApplicationScoped
class EndpointRules {

    private final UrlRules urlRules;
    private final SubscriptionRules subscriptionRules;

    EndpointRules(EgressConfig egress, SubscriptionRules subscriptionRules) {
        this.urlRules = UrlRules.of(egress);
        this.subscriptionRules = subscriptionRules;
    }

    void checkNew(EndpointOptions options, Instant now) {
        checkUrl("url", options.url());
        options.urls().values().forEach((region, url) -> checkUrl(RegionalUrls.fieldOf(region), url));
        checkAuth(options.auth(), now);
        Contradictions.check(options);
        subscriptionRules.check(options.subscriptions(), List.of());
    }

    void checkChange(EndpointOptions before, EndpointOptions after, Instant now) {
        if (!after.url().equals(before.url())) {
            checkUrl("url", after.url());
        }
        after.urls().values().forEach((region, url) -> {
            if (!url.equals(before.urls().values().get(region))) {
                checkUrl(RegionalUrls.fieldOf(region), url);
            }
        });
        if (!Objects.equals(after.auth(), before.auth())) {
            checkAuth(after.auth(), now);
        }
        Contradictions.check(after);
        subscriptionRules.check(after.subscriptions(), before.subscriptions());
    }

    private void checkUrl(String field, String url) {
        urlRules.refusal(url).ifPresent(refusal -> {
            throw ApiException.invalid(field, refusal);
        });
    }

    private void checkAuth(Auth auth, Instant now) {
        if (auth == null) {
            return;
        }
        if (auth.hidesItsSecret()) {
            throw ApiException.invalid(
                    "auth", Auth.HIDDEN + " stands in answers instead of a secret: send the secret itself");
        }
        switch (auth) {
            case OAuth2Auth oauth2 -> checkUrl(OAuth2Auth.TOKEN_URL_FIELD, oauth2.tokenUrl());
            case MtlsAuth mtls -> ClientCertificate.check(mtls, now);
            case BasicAuth _, BearerAuth _, ApiKeyAuth _ -> {}
        }
    }
}

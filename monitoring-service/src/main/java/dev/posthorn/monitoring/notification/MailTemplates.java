package dev.posthorn.monitoring.notification;

import io.quarkus.mailer.MailTemplate.MailTemplateInstance;
import io.quarkus.qute.CheckedTemplate;

/** The templates, checked against their data when the service is built. */
@CheckedTemplate(basePath = "mail")
final class MailTemplates {

    private MailTemplates() {}

    /** {@code templates/mail/alert.html} and {@code alert.txt}. */
    static native MailTemplateInstance alert(AlertMail mail);
}

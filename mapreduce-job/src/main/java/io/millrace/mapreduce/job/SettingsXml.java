package io.millrace.mapreduce.job;

import java.util.HashMap;
import java.util.Map;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.Source;
import javax.xml.transform.Templates;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerConfigurationException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.URIResolver;

/**
 * Gives transformers that write documents of settings as text, which is all that Hadoop's client asks of the JDK's. Those
 * load several hundred classes, and look up every character set that has a name, before they write the first byte.
 * Whatever else is asked for is passed on to them.
 */
public final class SettingsXml extends TransformerFactory {
    private static final String PROPERTY = "javax.xml.transform.TransformerFactory";

    private final Map<String, Boolean> features = new HashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private ErrorListener errors;
    private URIResolver resolver;

    /** For the JDK. */
    public SettingsXml() {
        // Public, because the JDK makes it by its name.
    }

    /** Makes this the process's way to write XML, unless another one is set. */
    static void install() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, SettingsXml.class.getName());
        }
    }

    @Override
    public Transformer newTransformer() {
        return new SettingsTransformer(() -> usual().newTransformer());
    }

    @Override
    public Transformer newTransformer(Source source) throws TransformerConfigurationException {
        return usual().newTransformer(source);
    }

    @Override
    public Templates newTemplates(Source source) throws TransformerConfigurationException {
        return usual().newTemplates(source);
    }

    @Override
    public Source getAssociatedStylesheet(Source source, String media, String title, String charset)
            throws TransformerConfigurationException {
        return usual().getAssociatedStylesheet(source, media, title, charset);
    }

    /** The JDK's own, with all that was set here. */
    private TransformerFactory usual() throws TransformerConfigurationException {
        TransformerFactory usual = TransformerFactory.newDefaultInstance();
        for (Map.Entry<String, Boolean> feature : features.entrySet()) {
            usual.setFeature(feature.getKey(), feature.getValue());
        }
        attributes.forEach(usual::setAttribute);
        if (errors != null) {
            usual.setErrorListener(errors);
        }
        if (resolver != null) {
            usual.setURIResolver(resolver);
        }
        return usual;
    }

    @Override
    public void setFeature(String name, boolean value) {
        features.put(name, value);
    }

    @Override
    public boolean getFeature(String name) {
        return features.getOrDefault(name, false);
    }

    @Override
    public void setAttribute(String name, Object value) {
        attributes.put(name, value);
    }

    @Override
    public Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public void setErrorListener(ErrorListener listener) {
        errors = listener;
    }

    @Override
    public ErrorListener getErrorListener() {
        return errors;
    }

    @Override
    public void setURIResolver(URIResolver given) {
        resolver = given;
    }

    @Override
    public URIResolver getURIResolver() {
        return resolver;
    }
}

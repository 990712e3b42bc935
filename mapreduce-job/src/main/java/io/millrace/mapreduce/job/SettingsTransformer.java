package io.millrace.mapreduce.job;

import java.io.IOException;
import java.io.Writer;
import java.util.Properties;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.Result;
import javax.xml.transform.Source;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.URIResolver;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Node;

/** Writes documents that consist of elements and text; leaves everything else to the JDK's transformer. */
final class SettingsTransformer extends Transformer {
    /** Makes the JDK's transformer. */
    @FunctionalInterface
    interface Usual {
        Transformer make() throws TransformerConfigurationException;
    }

    private final Usual usual;
    private final Properties output = new Properties();
    private ErrorListener errors;
    private URIResolver resolver;

    SettingsTransformer(Usual usual) {
        this.usual = usual;
    }

    @Override
    public void transform(Source source, Result result) throws TransformerException {
        if (output.isEmpty()
                && source instanceof DOMSource dom
                && result instanceof StreamResult stream
                && stream.getWriter() != null
                && isPlain(dom.getNode())) {
            StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
            append(dom.getNode(), text);
            write(text, stream.getWriter());
            return;
        }
        Transformer transformer = usual.make();
        transformer.setOutputProperties(output);
        if (errors != null) {
            transformer.setErrorListener(errors);
        }
        transformer.setURIResolver(resolver);
        transformer.transform(source, result);
    }

    private static void write(CharSequence text, Writer writer) throws TransformerException {
        try {
            writer.append(text).flush();
        } catch (IOException e) {
            throw new TransformerException(e);
        }
    }

    /** Whether a node and all below it are elements without attributes, and text of characters that stand for themselves. */
    private static boolean isPlain(Node node) {
        boolean plain = switch (node.getNodeType()) {
            case Node.DOCUMENT_NODE -> true;
            case Node.ELEMENT_NODE -> !node.hasAttributes();
            case Node.TEXT_NODE -> isPlain(node.getNodeValue());
            default -> false;
        };
        for (Node child = node.getFirstChild(); plain && child != null; child = child.getNextSibling()) {
            plain = isPlain(child);
        }
        return plain;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\n' && c != '\t' && (c < ' ' || c > '~')) {
                return false;
            }
        }
        return true;
    }

    private static void append(Node node, StringBuilder text) {
        switch (node.getNodeType()) {
            case Node.TEXT_NODE -> escape(node.getNodeValue(), text);
            case Node.ELEMENT_NODE -> {
                text.append('<').append(node.getNodeName()).append('>');
                appendChildren(node, text);
                text.append("</").append(node.getNodeName()).append('>');
            }
            default -> appendChildren(node, text);
        }
    }

    private static void appendChildren(Node node, StringBuilder text) {
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            append(child, text);
        }
    }

    private static void escape(String value, StringBuilder text) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                default -> text.append(c);
            }
        }
    }

    @Override
    public void setParameter(String name, Object value) {
        // Parameters are for stylesheets; this copies.
    }

    @Override
    public Object getParameter(String name) {
        return null;
    }

    @Override
    public void clearParameters() {
        // There are none.
    }

    @Override
    public void setURIResolver(URIResolver given) {
        resolver = given;
    }

    @Override
    public URIResolver getURIResolver() {
        return resolver;
    }

    @Override
    public void setOutputProperties(Properties properties) {
        output.clear();
        if (properties != null) {
            output.putAll(properties);
        }
    }

    @Override
    public Properties getOutputProperties() {
        return (Properties) output.clone();
    }

    @Override
    public void setOutputProperty(String name, String value) {
        output.setProperty(name, value);
    }

    @Override
    public String getOutputProperty(String name) {
        return output.getProperty(name);
    }

    @Override
    public void setErrorListener(ErrorListener listener) {
        errors = listener;
    }

    @Override
    public ErrorListener getErrorListener() {
        return errors;
    }
}
